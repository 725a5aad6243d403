// The coroutine type of everything that waits, and what runs it. Only this room includes Asio;
// rooms above use these names. Every operation takes a Deadline and a CancelToken… see net/loop.h.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

namespace lw::net {

// A lazily started coroutine bound to the loop it runs on; co_await it from another Task.
template <class T = void>
using Task = boost::asio::awaitable<T>;

using Executor = boost::asio::any_io_executor;

}  // namespace lw::net
