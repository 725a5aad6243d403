#include "net/ftp_transfer.h"

#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <mutex>

#include "base/text.h"
#include "net/broken_pipe.h"
#include "net/ftp_errors.h"
#include "net/tls_certificate.h"
#include "net/tls_suites.h"
#include "net/tls_version.h"

namespace lw::net {
namespace {

constexpr std::size_t kLongestReply = 200;
constexpr std::chrono::seconds kRemoval{5};
constexpr std::string_view kUnfinished = ".part";

bool start_curl() {
  static std::once_flag once;
  static bool started = false;
  std::call_once(once, [] { started = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK; });
  return started;
}

bool holds_line_end(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos;
}

// "220 Ready", "220-Welcome".
bool is_reply(std::string_view line) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return line.size() >= 3 && std::ranges::all_of(line.substr(0, 3), digit) &&
         (line.size() == 3 || line[3] == ' ' || line[3] == '-');
}

// A path in a URL: everything but letters, digits and "-._~/" as %XX.
std::string escaped(std::string_view path) {
  std::string text;
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~/").find(c) != std::string_view::npos;
    if (plain) {
      text += c;
    } else {
      text += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return text;
}

}  // namespace

Result<std::unique_ptr<FtpTransfer>> FtpTransfer::create(FtpServer server, PeerPins& pins) {
  for (const std::string& text : {server.username, server.password.reveal(), server.directory}) {
    if (holds_line_end(text)) {
      return failure(ErrorCode::kInvalidArgument,
                     "the server's user, password and directory hold no line end");
    }
  }
  std::unique_ptr<FtpTransfer> transfer(new FtpTransfer(std::move(server), pins));
  if (start_curl()) {
    transfer->multi_.reset(curl_multi_init());
    transfer->easy_.reset(curl_easy_init());
  }
  if (!transfer->multi_ || !transfer->easy_) {
    return failure(ErrorCode::kInternal, "libcurl does not start");
  }
  return transfer;
}

FtpTransfer::~FtpTransfer() {
  // libcurl says QUIT and waits up to two minutes for the answer; it is told that none will come.
  shut_down(SHUT_RD);
  const NoBrokenPipeSignal quiet;
  easy_.reset();
  multi_.reset();
}

curl_socket_t FtpTransfer::open_socket(void* self, curlsocktype, curl_sockaddr* address) {
  auto& transfer = *static_cast<FtpTransfer*>(self);
  const curl_socket_t socket =
      ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  if (socket < 0) return CURL_SOCKET_BAD;
  const std::scoped_lock lock(transfer.sockets_mutex_);
  transfer.sockets_.insert(socket);
  return socket;
}

int FtpTransfer::close_socket(void* self, curl_socket_t socket) {
  auto& transfer = *static_cast<FtpTransfer*>(self);
  const std::scoped_lock lock(transfer.sockets_mutex_);
  transfer.sockets_.erase(socket);
  return ::close(socket);
}

void FtpTransfer::shut_down(int how) {
  const std::scoped_lock lock(sockets_mutex_);
  for (const curl_socket_t socket : sockets_) ::shutdown(socket, how);
}

std::string FtpTransfer::where() const {
  return fmt::format("ftp to {}", to_string(server_.endpoint));
}

std::string FtpTransfer::url_of(const std::string& file) const {
  std::string path = server_.directory;
  if (!path.empty() && !path.ends_with('/')) path += '/';
  path += file;
  // A first slash would end the URL's host; as %2F it is the root's.
  const bool absolute = path.starts_with('/');
  return fmt::format("ftp://{}/{}{}", to_string(server_.endpoint), absolute ? "%2F" : "",
                     escaped(std::string_view(path).substr(absolute ? 1 : 0)));
}

std::size_t FtpTransfer::give(char* to, std::size_t size, std::size_t count, void* self) {
  auto& left = static_cast<FtpTransfer*>(self)->left_;
  const std::size_t taken = left.copy(to, size * count);
  left.remove_prefix(taken);
  return taken;
}

std::size_t FtpTransfer::take_reply(char* text, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<FtpTransfer*>(self);
  const std::string_view line = trim(std::string_view(text, size * count));
  const std::string& password = transfer.server_.password.reveal();
  const bool echoes = !password.empty() && line.find(password) != std::string_view::npos;
  if (transfer.reply_.empty() && !echoes && !is_reply(line)) transfer.foreign_ = true;
  transfer.reply_ = echoes ? std::string() : printable(line, kLongestReply);
  if (transfer.foreign_) return 0;  // ends the transfer
  return size * count;
}

CURLcode FtpTransfer::prepare_tls(CURL*, void* context, void* self) {
  auto* const raw = static_cast<SSL_CTX*>(context);
  const CryptoProfile profile = static_cast<FtpTransfer*>(self)->server_.profile;
  SSL_CTX_set_security_level(raw, profile == CryptoProfile::kModern ? 2 : 0);
  SSL_CTX_set_min_proto_version(raw, static_cast<int>(lowest_tls_version(profile)));
  // Servers take data only under the session of the control connection (vsftpd 3.0: "522 session
  // reuse required"), and a ticket of TLS 1.3 serves once: it does not last for several files.
  SSL_CTX_set_max_proto_version(raw, TLS1_2_VERSION);
  if (SSL_CTX_set_cipher_list(raw, tls_cipher_list(profile).c_str()) != 1) {
    return CURLE_SSL_CIPHER;
  }
  SSL_CTX_set_verify(raw, SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_cert_verify_callback(
      raw,
      [](X509_STORE_CTX* store, void* one) {
        auto& transfer = *static_cast<FtpTransfer*>(one);
        X509* const shown = X509_STORE_CTX_get0_cert(store);
        transfer.certificate_ = [&]() -> Result<void> {
          if (shown == nullptr) {
            return failure(ErrorCode::kUnsupported, "the server showed no certificate");
          }
          LW_ASSIGN(const auto certificate, describe_certificate(*shown));
          return check_pinned(certificate, transfer.server_.endpoint, transfer.server_.profile,
                              transfer.pins_);
        }();
        if (transfer.certificate_) return 1;
        X509_STORE_CTX_set_error(store, X509_V_ERR_CERT_REJECTED);
        return 0;
      },
      self);
  return CURLE_OK;
}

Result<void> FtpTransfer::set_up(const std::string& file) {
  CURL* const easy = easy_.get();
  curl_easy_reset(easy);  // the connection stays
  reply_.clear();
  foreign_ = false;
  certificate_ = {};
  const bool tls = server_.security == FtpSecurity::kExplicitTls;
  const auto all = [](auto... codes) { return ((codes == CURLE_OK) && ...); };
  const bool set = all(
      curl_easy_setopt(easy, CURLOPT_URL, url_of(file).c_str()),
      curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "ftp"),
      curl_easy_setopt(easy, CURLOPT_PROXY, ""), curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L),
      curl_easy_setopt(easy, CURLOPT_USERNAME, server_.username.c_str()),
      curl_easy_setopt(easy, CURLOPT_PASSWORD, server_.password.reveal().c_str()),
      curl_easy_setopt(easy, CURLOPT_FTP_FILEMETHOD, static_cast<long>(CURLFTPMETHOD_SINGLECWD)),
      curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket),
      curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, this),
      curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, close_socket),
      curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, this),
      curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_reply),
      curl_easy_setopt(easy, CURLOPT_HEADERDATA, this),
      curl_easy_setopt(easy, CURLOPT_USE_SSL,
                       static_cast<long>(tls ? CURLUSESSL_ALL : CURLUSESSL_NONE)),
      // The pin is what is trusted: prepare_tls().
      curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L),
      curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L),
      curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, prepare_tls),
      curl_easy_setopt(easy, CURLOPT_SSL_CTX_DATA, this));
  if (!set) return failure(ErrorCode::kInternal, "libcurl refuses a setting");
  return {};
}

Result<CURLcode> FtpTransfer::perform(Deadline deadline, const std::stop_token& stop) {
  CURLM* const multi = multi_.get();
  const auto limit = std::chrono::ceil<std::chrono::milliseconds>(deadline.remaining());
  // 0 would be no limit.
  curl_easy_setopt(easy_.get(), CURLOPT_TIMEOUT_MS, static_cast<long>(limit.count()) + 1);
  if (curl_multi_add_handle(multi, easy_.get()) != CURLM_OK) {
    return failure(ErrorCode::kInternal, "libcurl takes no transfer");
  }
  const std::stop_callback wake(stop, [this, multi] {
    shut_down(SHUT_RDWR);
    curl_multi_wakeup(multi);
  });
  Result<CURLcode> outcome = CURLE_OK;
  for (bool running = true; running;) {
    int transfers = 0;
    int messages = 0;
    // Twice: libcurl 7.88 stops between the answer to EPSV and the connection that follows from it
    // when it uses a control connection again, and would wait for an event that nobody causes.
    if (curl_multi_perform(multi, &transfers) != CURLM_OK ||
        curl_multi_perform(multi, &transfers) != CURLM_OK) {
      outcome = failure(ErrorCode::kInternal, "libcurl can't go on");
      break;
    }
    while (const CURLMsg* const message = curl_multi_info_read(multi, &messages)) {
      if (message->msg != CURLMSG_DONE) continue;
      outcome = message->data.result;
      running = false;
    }
    if (stop.stop_requested()) {
      outcome = failure(ErrorCode::kCancelled, "the upload was stopped");
      break;
    }
    if (!running) break;
    if (deadline.passed()) {
      outcome = CURLE_OPERATION_TIMEDOUT;
      break;
    }
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline.remaining());
    constexpr std::chrono::milliseconds kLongest{1000};
    curl_multi_poll(multi, nullptr, 0, static_cast<int>(std::min(left, kLongest).count()), nullptr);
  }
  curl_multi_remove_handle(multi, easy_.get());
  return outcome;
}

void FtpTransfer::remove(const std::string& file, Deadline deadline, const std::stop_token& stop) {
  if (!set_up("")) return;
  const std::unique_ptr<curl_slist, FreeList> commands(
      curl_slist_append(nullptr, fmt::format("DELE {}", file).c_str()));
  curl_easy_setopt(easy_.get(), CURLOPT_NOBODY, 1L);
  curl_easy_setopt(easy_.get(), CURLOPT_POSTQUOTE, commands.get());
  (void)perform(deadline.within(kRemoval), stop);
  curl_easy_reset(easy_.get());
}

Result<void> FtpTransfer::upload(const std::string& name, std::string_view bytes, Deadline deadline,
                                 const std::stop_token& stop) {
  if (name.empty() || name.find('/') != std::string::npos || holds_line_end(name)) {
    return failure(ErrorCode::kInvalidArgument,
                   fmt::format("\"{}\" can't be the name of a file", printable(name, 80)));
  }
  const NoBrokenPipeSignal quiet;
  const std::string unfinished = name + std::string(kUnfinished);
  LW_TRY(set_up(unfinished));
  std::unique_ptr<curl_slist, FreeList> rename(
      curl_slist_append(nullptr, fmt::format("RNFR {}", unfinished).c_str()));
  curl_slist_append(rename.get(), fmt::format("RNTO {}", name).c_str());
  left_ = bytes;
  CURL* const easy = easy_.get();
  curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(bytes.size()));
  curl_easy_setopt(easy, CURLOPT_READFUNCTION, give);
  curl_easy_setopt(easy, CURLOPT_READDATA, this);
  curl_easy_setopt(easy, CURLOPT_POSTQUOTE, rename.get());
  const auto outcome = perform(deadline, stop);
  long status = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  const std::string reply = reply_;
  const auto certificate = certificate_;
  const bool foreign = foreign_;
  curl_easy_setopt(easy, CURLOPT_POSTQUOTE, nullptr);
  if (!outcome) return std::unexpected(Error(outcome.error()).with_context(where()));
  if (*outcome == CURLE_OK) return {};
  if (!certificate) return std::unexpected(Error(certificate.error()).with_context(where()));
  const FtpFailure what{.code = foreign ? CURLE_WEIRD_SERVER_REPLY : *outcome,
                        .status = foreign ? 0 : status,
                        .reply = reply,
                        .directory = server_.directory};
  Error error = explain_ftp(what);
  if (leaves_a_file(what)) remove(unfinished, deadline, stop);
  return std::unexpected(std::move(error).with_context(where()));
}

}  // namespace lw::net
