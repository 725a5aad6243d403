// The parts of Asio that this room is written with, precompiled. For .cc files of this room and its
// private headers; no other room includes it.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace lw::net {
namespace asio = boost::asio;
// Completion that hands over the error code as a value instead of throwing it.
inline constexpr auto kAsTuple = asio::as_tuple(asio::use_awaitable);
}  // namespace lw::net
