// One FTP connection, driven by libcurl, which blocks for some answers, but never beyond a
// deadline: what FtpUploader runs on its threads. Private to the room. One thread at a time; only
// the stop token may change on another.
#pragma once

#include <curl/curl.h>

#include <memory>
#include <mutex>
#include <set>
#include <stop_token>
#include <string>
#include <string_view>

#include "net/ftp_upload.h"

namespace lw::net {

class FtpTransfer {
 public:
  [[nodiscard]] static Result<std::unique_ptr<FtpTransfer>> create(FtpServer server,
                                                                   PeerPins& pins);
  FtpTransfer(const FtpTransfer&) = delete;
  FtpTransfer& operator=(const FtpTransfer&) = delete;
  ~FtpTransfer();

  // Blocks until it is done, `deadline` passes or a stop is requested.
  [[nodiscard]] Result<void> upload(const std::string& name, std::string_view bytes,
                                    Deadline deadline, const std::stop_token& stop);

 private:
  struct FreeEasy {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  };
  struct FreeMulti {
    void operator()(CURLM* handle) const { curl_multi_cleanup(handle); }
  };
  struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  };

  FtpTransfer(FtpServer server, PeerPins& pins) : server_(std::move(server)), pins_(pins) {}
  [[nodiscard]] Result<void> set_up(const std::string& file);
  // Removes a file that did not get its name, where the connection still can.
  void remove(const std::string& file, Deadline deadline, const std::stop_token& stop);
  // libcurl's answer; an error is one of ours.
  [[nodiscard]] Result<CURLcode> perform(Deadline deadline, const std::stop_token& stop);
  [[nodiscard]] std::string url_of(const std::string& file) const;
  [[nodiscard]] std::string where() const;

  static std::size_t give(char* to, std::size_t size, std::size_t count, void* self);
  static std::size_t take_reply(char* text, std::size_t size, std::size_t count, void* self);
  static CURLcode prepare_tls(CURL* handle, void* context, void* self);
  static curl_socket_t open_socket(void* self, curlsocktype purpose, curl_sockaddr* address);
  static int close_socket(void* self, curl_socket_t socket);
  // libcurl blocks for some answers; those who wait on a socket that is shut down wake.
  void shut_down(int how);

  FtpServer server_;
  PeerPins& pins_;
  std::mutex sockets_mutex_;
  std::set<curl_socket_t> sockets_;  // that are open
  std::unique_ptr<CURLM, FreeMulti> multi_;
  std::unique_ptr<CURL, FreeEasy> easy_;  // goes before the connections of multi_
  std::string_view left_;                 // of the file
  std::string reply_;                     // the server's last line
  bool foreign_ = false;                  // its first line was none of FTP
  Result<void> certificate_ = {};
};

}  // namespace lw::net
