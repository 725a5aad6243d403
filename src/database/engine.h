// What a database does for the contract. Private to the room: one implementation a database.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "database/database.h"

namespace lw::database {

class Cursor {
 public:
  Cursor() = default;
  Cursor(const Cursor&) = delete;
  Cursor& operator=(const Cursor&) = delete;
  virtual ~Cursor() = default;

  virtual void bind(int index, std::string_view text) = 0;
  virtual void bind(int index, std::int64_t number) = 0;
  virtual void bind_blob(int index, std::string_view bytes) = 0;
  [[nodiscard]] virtual Result<bool> step() = 0;
  [[nodiscard]] virtual std::string_view text(int column) const = 0;
  [[nodiscard]] virtual std::int64_t number(int column) const = 0;
  [[nodiscard]] virtual Kind kind(int column) const = 0;
  [[nodiscard]] virtual int columns() const = 0;
  [[nodiscard]] virtual std::string column_name(int column) const = 0;
};

class Engine {
 public:
  Engine() = default;
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  virtual ~Engine() = default;

  [[nodiscard]] virtual Result<std::unique_ptr<Cursor>> prepare(std::string_view sql) = 0;
  [[nodiscard]] virtual Result<void> execute(const std::string& sql) = 0;
  [[nodiscard]] virtual Result<void> execute_schema(std::string_view sql) = 0;
  [[nodiscard]] virtual Result<void> run_many(std::string_view sql, std::size_t rows,
                                              const Database::Fill& fill) = 0;
  [[nodiscard]] virtual std::int64_t changed() const = 0;
  [[nodiscard]] virtual Result<std::int64_t> schema_version() = 0;
  [[nodiscard]] virtual Result<void> set_schema_version(std::int64_t version) = 0;
  [[nodiscard]] virtual Result<void> begin() = 0;
  [[nodiscard]] virtual Result<void> commit() = 0;
  virtual void roll_back() noexcept = 0;
  [[nodiscard]] virtual const std::string& name() const = 0;
  [[nodiscard]] virtual bool lost() const = 0;
};

}  // namespace lw::database
