// Result<T>: a value or an Error. LW_TRY / LW_ASSIGN return the error to the caller at once;
// the CO_ forms do the same inside a coroutine.
//
//   LW_ASSIGN(auto text, read_file(path));
//   LW_TRY(store.save(device));
#pragma once

#include <expected>
#include <string>
#include <utility>

#include "base/error.h"

namespace lw {

template <class T>
using Result = std::expected<T, Error>;

[[nodiscard]] inline std::unexpected<Error> failure(ErrorCode code, std::string message,
                                                    std::string hint = {},
                                                    Diagnosis diagnosis = Diagnosis::kNone) {
  return std::unexpected(Error{code, std::move(message), std::move(hint), diagnosis});
}

}  // namespace lw

#define LW_CONCAT_(a, b) a##b
#define LW_CONCAT(a, b) LW_CONCAT_(a, b)

#define LW_TRY_(result, expression, leave)              \
  do {                                                  \
    if (auto result = (expression); !result) {          \
      leave std::unexpected(std::move(result).error()); \
    }                                                   \
  } while (false)
#define LW_ASSIGN_(result, declaration, expression, leave)       \
  auto result = (expression);                                    \
  if (!result) leave std::unexpected(std::move(result).error()); \
  declaration = *std::move(result)

#define LW_TRY(...) LW_TRY_(LW_CONCAT(lw_result_, __LINE__), (__VA_ARGS__), return)
#define LW_CO_TRY(...) LW_TRY_(LW_CONCAT(lw_result_, __LINE__), (__VA_ARGS__), co_return)
#define LW_ASSIGN(declaration, ...) \
  LW_ASSIGN_(LW_CONCAT(lw_result_, __LINE__), declaration, (__VA_ARGS__), return)
#define LW_CO_ASSIGN(declaration, ...) \
  LW_ASSIGN_(LW_CONCAT(lw_result_, __LINE__), declaration, (__VA_ARGS__), co_return)
