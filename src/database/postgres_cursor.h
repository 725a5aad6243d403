// Parameters on their way to a PostgreSQL server, and the rows of its answer. Numbers go as text,
// everything else as bytes; answers come in binary form. Private to the room.
#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "database/engine.h"
#include "database/postgres_link.h"

namespace lw::database {

class PostgresCursor final : public Cursor {
 public:
  // Sends the statement with the parameters and gives the answer; called at the first step().
  using Run = std::function<Result<Answer>(const PostgresCursor&)>;
  explicit PostgresCursor(Run run) : run_(std::move(run)) {}

  void bind(int index, std::string_view text) override { place(index, text, 1); }
  void bind(int index, std::int64_t number) override;
  void bind_blob(int index, std::string_view bytes) override { place(index, bytes, 1); }

  Result<bool> step() override;
  std::string_view text(int column) const override;
  std::int64_t number(int column) const override;
  Kind kind(int column) const override;
  int columns() const override;
  std::string column_name(int column) const override;

  // As libpq wants them.
  struct Parameters {
    std::vector<const char*> values;
    std::vector<int> lengths;
    std::vector<int> formats;

    void append(const Parameters& more);
  };
  [[nodiscard]] Parameters parameters() const;

 private:
  struct Parameter {
    std::string_view bytes;  // of text and blobs: the caller's
    std::string number;
    int format = 1;
  };
  void place(int index, std::string_view bytes, int format);
  Parameter& at(int index);

  Run run_;
  std::vector<Parameter> parameters_;
  Answer answer_;
  int row_ = -1;
};

}  // namespace lw::database
