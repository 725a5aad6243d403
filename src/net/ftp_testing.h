// A small FTP server that keeps files in memory and can be told to answer a command otherwise, to
// stay silent or to close. For the tests of this room; vsftpd takes part in tests/real.
#pragma once

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "base/text.h"
#include "net/signal.h"
#include "net/stream_testing.h"

namespace lw::net {

class FakeFtpServer {
 public:
  static constexpr std::string_view kSilence = "silence";
  static constexpr std::string_view kClose = "close";

  // Of a Loop with one thread. `answers`: by command in capitals, "GREETING", or "STORED" for what
  // follows the data.
  explicit FakeFtpServer(Loop& loop, std::map<std::string, std::string> answers = {})
      : answers_(std::move(answers)),
        stored_(loop.next()),
        data_(listen(
            loop,
            [this](std::unique_ptr<Stream> stream) -> Task<> { co_await take_data(*stream); })),
        control_(listen(
            loop, [this](std::unique_ptr<Stream> stream) -> Task<> { co_await serve(*stream); })) {}
  FakeFtpServer(const FakeFtpServer&) = delete;
  FakeFtpServer& operator=(const FakeFtpServer&) = delete;
  ~FakeFtpServer() {
    control_.stop();
    data_.stop();
  }

  [[nodiscard]] Endpoint at() const { return control_.local(); }
  [[nodiscard]] std::map<std::string, std::string> files() const {
    const std::scoped_lock lock(mutex_);
    return files_;
  }
  [[nodiscard]] std::vector<std::string> commands() const {
    const std::scoped_lock lock(mutex_);
    return commands_;
  }
  [[nodiscard]] std::size_t count(std::string_view word) const {
    const auto all = commands();
    return static_cast<std::size_t>(std::ranges::count_if(
        all, [&](const std::string& line) { return line.starts_with(word); }));
  }

 private:
  Task<> take_data(Stream& stream) {
    char buffer[4096];
    std::string bytes;
    for (;;) {
      const auto count = co_await stream.read_some(buffer, soon());
      if (!count) break;
      bytes.append(buffer, *count);
    }
    arrived_ = std::move(bytes);
    data_ended_ = true;
    stored_.raise();
  }

  // False: the conversation is over.
  Task<bool> answer(Stream& stream, std::string word, std::string usual) {
    const auto other = answers_.find(word);
    const std::string text = other == answers_.end() ? usual : other->second;
    if (text == kClose) co_return false;
    if (text == kSilence) {
      char buffer[64];
      while (co_await stream.read_some(buffer, soon())) {
      }
      co_return false;
    }
    co_return (co_await stream.write(text + "\r\n", soon())).has_value();
  }

  std::string usual_answer(const std::string& word, const std::string& argument) {
    if (answers_.contains(word)) return {};
    if (word == "USER") return "331 Password please";
    if (word == "PASS") return "230 Welcome";
    if (word == "PWD") return "257 \"/\"";
    if (word == "EPSV") return "229 Entering (|||" + std::to_string(data_.local().port) + "|)";
    if (word == "STOR") return "150 Go ahead";
    const std::scoped_lock lock(mutex_);
    if (word == "RNFR") {
      from_ = argument;
      return files_.contains(argument) ? "350 And to?" : "550 No such file";
    }
    if (word == "RNTO") {
      files_[argument] = files_[from_];
      files_.erase(from_);
    }
    if (word == "DELE") files_.erase(argument);
    return "250 Done";
  }

  Task<bool> store(Stream& stream, std::string name) {
    while (!data_ended_) co_await stored_.wait(soon());
    data_ended_ = false;
    {
      const std::scoped_lock lock(mutex_);
      files_[name] = arrived_;
    }
    co_return co_await answer(stream, "STORED", "226 Complete");
  }

  Task<> serve(Stream& stream) {
    if (!co_await answer(stream, "GREETING", "220 Ready")) co_return;
    std::string left;
    for (;;) {
      while (left.find('\n') == std::string::npos) {
        char buffer[512];
        const auto count = co_await stream.read_some(buffer, soon());
        if (!count) co_return;
        left.append(buffer, *count);
      }
      const std::string line(trim(left.substr(0, left.find('\n'))));
      left.erase(0, left.find('\n') + 1);
      {
        const std::scoped_lock lock(mutex_);
        commands_.push_back(line);
      }
      const auto blank = std::min(line.find(' '), line.size());
      const std::string word = line.substr(0, blank);
      const std::string argument = blank < line.size() ? line.substr(blank + 1) : "";
      if (!co_await answer(stream, word, usual_answer(word, argument))) co_return;
      const bool takes = word == "STOR" && !answers_.contains("STOR");
      if (takes && !co_await store(stream, argument)) co_return;
    }
  }

  std::map<std::string, std::string> answers_;
  Signal stored_;
  std::string arrived_;
  bool data_ended_ = false;
  std::string from_;
  mutable std::mutex mutex_;
  std::map<std::string, std::string> files_;
  std::vector<std::string> commands_;
  TcpListener data_;
  TcpListener control_;
};

}  // namespace lw::net
