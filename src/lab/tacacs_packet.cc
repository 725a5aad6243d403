#include "lab/tacacs_packet.h"

#include <openssl/evp.h>

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace lw::lab {
namespace {

constexpr std::uint8_t kMajorVersion = 0xC;
constexpr std::size_t kMd5Size = 16;
constexpr std::size_t kMostArguments = 255;

std::unexpected<Error> malformed(std::string_view what) {
  return failure(ErrorCode::kInvalidArgument,
                 std::string("a TACACS+ ") + std::string(what) + " that makes no sense",
                 "both sides must have the same key");
}

class Writer {
 public:
  Writer& byte(std::size_t value) {
    bytes_ += static_cast<char>(value);
    return *this;
  }
  Writer& two(std::size_t value) { return byte(value >> 8).byte(value); }
  Writer& four(std::uint32_t value) { return two(value >> 16).two(value & 0xFFFF); }
  Writer& text(std::string_view text) {
    bytes_ += text;
    return *this;
  }
  [[nodiscard]] std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// Reads on although there is nothing left; good() says so in the end.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}
  std::size_t byte() {
    const std::string got = text(1);
    return got.empty() ? 0 : static_cast<std::uint8_t>(got[0]);
  }
  std::size_t two() {
    const std::size_t high = byte();
    return high << 8 | byte();
  }
  std::uint32_t four() {
    const auto high = static_cast<std::uint32_t>(two());
    return high << 16 | static_cast<std::uint32_t>(two());
  }
  std::string text(std::size_t size) {
    good_ = good_ && size <= bytes_.size();
    if (!good_) return {};
    const std::string got(bytes_.substr(0, size));
    bytes_.remove_prefix(size);
    return got;
  }
  // Nothing was missing, and nothing is left.
  [[nodiscard]] bool complete() const { return good_ && bytes_.empty(); }

 private:
  std::string_view bytes_;
  bool good_ = true;
};

std::string_view cut(std::string_view text, std::size_t most) { return text.substr(0, most); }
std::string_view short_text(std::string_view text) { return cut(text, 0xFF); }
std::string_view long_text(std::string_view text) { return cut(text, 0xFFFF); }

std::size_t count(const std::vector<std::string>& arguments) {
  return std::min(arguments.size(), kMostArguments);
}

void write_lengths(Writer& writer, const std::vector<std::string>& arguments) {
  for (std::size_t i = 0; i < count(arguments); ++i) writer.byte(short_text(arguments[i]).size());
}

void write_texts(Writer& writer, const std::vector<std::string>& arguments) {
  for (std::size_t i = 0; i < count(arguments); ++i) writer.text(short_text(arguments[i]));
}

std::vector<std::size_t> read_lengths(Reader& reader, std::size_t number) {
  std::vector<std::size_t> lengths(number);
  for (std::size_t& length : lengths) length = reader.byte();
  return lengths;
}

std::vector<std::string> read_texts(Reader& reader, const std::vector<std::size_t>& lengths) {
  std::vector<std::string> texts;
  for (const std::size_t length : lengths) texts.push_back(reader.text(length));
  return texts;
}

std::string md5(std::string_view text) {
  std::string digest(kMd5Size, '\0');
  EVP_Digest(text.data(), text.size(), reinterpret_cast<unsigned char*>(digest.data()), nullptr,
             EVP_md5(), nullptr);
  return digest;
}

}  // namespace

std::string encode(const TacacsStart& start) {
  constexpr std::size_t kLogin = 1;
  return Writer()
      .byte(kLogin)
      .byte(start.privilege)
      .byte(std::to_underlying(start.type))
      .byte(std::to_underlying(start.service))
      .byte(short_text(start.user).size())
      .byte(short_text(start.port).size())
      .byte(short_text(start.remote_address).size())
      .byte(short_text(start.data).size())
      .text(short_text(start.user))
      .text(short_text(start.port))
      .text(short_text(start.remote_address))
      .text(short_text(start.data))
      .take();
}

Result<TacacsStart> decode_tacacs_start(std::string_view body) {
  Reader reader(body);
  TacacsStart start;
  const std::size_t action = reader.byte();
  start.privilege = static_cast<std::uint8_t>(reader.byte());
  start.type = TacacsAuthenType(reader.byte());
  start.service = TacacsService(reader.byte());
  const auto lengths = read_lengths(reader, 4);
  start.user = reader.text(lengths[0]);
  start.port = reader.text(lengths[1]);
  start.remote_address = reader.text(lengths[2]);
  start.data = reader.text(lengths[3]);
  // 1 is a login, 2 a change of password, 4 the obsolete SENDAUTH.
  if (!reader.complete() || action == 0 || action > 4) return malformed("START");
  if (action != 1) return failure(ErrorCode::kUnsupported, "a TACACS+ START that is no login");
  return start;
}

std::string encode(const TacacsReply& reply) {
  return Writer()
      .byte(std::to_underlying(reply.status))
      .byte(reply.no_echo ? 1 : 0)
      .two(long_text(reply.message).size())
      .two(long_text(reply.data).size())
      .text(long_text(reply.message))
      .text(long_text(reply.data))
      .take();
}

Result<TacacsReply> decode_tacacs_reply(std::string_view body) {
  Reader reader(body);
  TacacsReply reply;
  reply.status = TacacsAuthenStatus(reader.byte());
  reply.no_echo = (reader.byte() & 1) != 0;
  const std::size_t message = reader.two();
  const std::size_t data = reader.two();
  reply.message = reader.text(message);
  reply.data = reader.text(data);
  if (!reader.complete()) return malformed("REPLY");
  return reply;
}

std::string encode(const TacacsContinue& answer) {
  return Writer()
      .two(long_text(answer.message).size())
      .two(long_text(answer.data).size())
      .byte(answer.abort ? 1 : 0)
      .text(long_text(answer.message))
      .text(long_text(answer.data))
      .take();
}

Result<TacacsContinue> decode_tacacs_continue(std::string_view body) {
  Reader reader(body);
  TacacsContinue answer;
  const std::size_t message = reader.two();
  const std::size_t data = reader.two();
  answer.abort = (reader.byte() & 1) != 0;
  answer.message = reader.text(message);
  answer.data = reader.text(data);
  if (!reader.complete()) return malformed("CONTINUE");
  return answer;
}

std::string encode(const TacacsRequest& request, TacacsType type) {
  Writer writer;
  if (type == TacacsType::kAccounting) writer.byte(request.accounting_flags);
  writer.byte(request.method)
      .byte(request.privilege)
      .byte(std::to_underlying(request.type))
      .byte(std::to_underlying(request.service))
      .byte(short_text(request.user).size())
      .byte(short_text(request.port).size())
      .byte(short_text(request.remote_address).size())
      .byte(count(request.arguments));
  write_lengths(writer, request.arguments);
  writer.text(short_text(request.user))
      .text(short_text(request.port))
      .text(short_text(request.remote_address));
  write_texts(writer, request.arguments);
  return writer.take();
}

Result<TacacsRequest> decode_tacacs_request(std::string_view body, TacacsType type) {
  Reader reader(body);
  TacacsRequest request;
  if (type == TacacsType::kAccounting) {
    request.accounting_flags = static_cast<std::uint8_t>(reader.byte());
  }
  request.method = static_cast<std::uint8_t>(reader.byte());
  request.privilege = static_cast<std::uint8_t>(reader.byte());
  request.type = TacacsAuthenType(reader.byte());
  request.service = TacacsService(reader.byte());
  const auto lengths = read_lengths(reader, 3);
  const std::size_t number = reader.byte();
  const auto of_arguments = read_lengths(reader, number);
  request.user = reader.text(lengths[0]);
  request.port = reader.text(lengths[1]);
  request.remote_address = reader.text(lengths[2]);
  request.arguments = read_texts(reader, of_arguments);
  if (!reader.complete()) return malformed("request");
  return request;
}

std::string encode(const TacacsResponse& response) {
  Writer writer;
  writer.byte(std::to_underlying(response.status))
      .byte(count(response.arguments))
      .two(long_text(response.message).size())
      .two(long_text(response.data).size());
  write_lengths(writer, response.arguments);
  writer.text(long_text(response.message)).text(long_text(response.data));
  write_texts(writer, response.arguments);
  return writer.take();
}

Result<TacacsResponse> decode_tacacs_response(std::string_view body) {
  Reader reader(body);
  TacacsResponse response;
  response.status = TacacsAuthorStatus(reader.byte());
  const std::size_t number = reader.byte();
  const std::size_t message = reader.two();
  const std::size_t data = reader.two();
  const auto of_arguments = read_lengths(reader, number);
  response.message = reader.text(message);
  response.data = reader.text(data);
  response.arguments = read_texts(reader, of_arguments);
  if (!reader.complete()) return malformed("RESPONSE");
  return response;
}

std::string encode(const TacacsAcctReply& reply) {
  return Writer()
      .two(long_text(reply.message).size())
      .two(long_text(reply.data).size())
      .byte(std::to_underlying(reply.status))
      .text(long_text(reply.message))
      .text(long_text(reply.data))
      .take();
}

Result<TacacsAcctReply> decode_tacacs_acct_reply(std::string_view body) {
  Reader reader(body);
  TacacsAcctReply reply;
  const std::size_t message = reader.two();
  const std::size_t data = reader.two();
  reply.status = TacacsAcctStatus(reader.byte());
  reply.message = reader.text(message);
  reply.data = reader.text(data);
  if (!reader.complete()) return malformed("accounting REPLY");
  return reply;
}

std::optional<int> tacacs_privilege(const std::vector<std::string>& arguments) {
  constexpr std::string_view kName = "priv-lvl";
  for (const std::string& argument : arguments) {
    const std::size_t sign = argument.find_first_of("=*");
    if (sign == std::string::npos || argument.substr(0, sign) != kName) continue;
    const auto level = parse_decimal(std::string_view(argument).substr(sign + 1));
    if (level && *level <= 15) return static_cast<int>(*level);
  }
  return std::nullopt;
}

std::string tacacs_obfuscated(const TacacsHeader& header, std::string_view body,
                              const Secret& key) {
  const std::string seed = Writer()
                               .four(header.session)
                               .text(key.reveal())
                               .byte(kMajorVersion << 4 | header.minor_version)
                               .byte(header.sequence)
                               .take();
  std::string bytes(body);
  std::string pad;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i % kMd5Size == 0) pad = md5(seed + pad);
    bytes[i] = static_cast<char>(bytes[i] ^ pad[i % kMd5Size]);
  }
  return bytes;
}

std::string encode(TacacsHeader header, std::string_view body, const Secret& key) {
  header.length = static_cast<std::uint32_t>(body.size());
  const bool clear = (header.flags & TacacsHeader::kUnencrypted) != 0;
  return Writer()
      .byte(kMajorVersion << 4 | header.minor_version)
      .byte(std::to_underlying(header.type))
      .byte(header.sequence)
      .byte(header.flags)
      .four(header.session)
      .four(header.length)
      .text(clear ? std::string(body) : tacacs_obfuscated(header, body, key))
      .take();
}

Result<std::optional<TacacsPacket>> TacacsReader::next() {
  if (unread_.size() < kTacacsHeaderSize) return std::nullopt;
  Reader reader(unread_);
  TacacsPacket packet;
  TacacsHeader& header = packet.header;
  const std::size_t version = reader.byte();
  const std::size_t type = reader.byte();
  header.type = TacacsType(type);
  header.minor_version = version & 0xF;
  header.sequence = static_cast<std::uint8_t>(reader.byte());
  header.flags = static_cast<std::uint8_t>(reader.byte());
  header.session = reader.four();
  header.length = reader.four();
  if (version >> 4 != kMajorVersion || type < 1 || type > 3 || header.sequence == 0 ||
      header.length > kLargestTacacsBody) {
    return malformed("header");
  }
  if (unread_.size() < kTacacsHeaderSize + header.length) return std::nullopt;
  packet.body = reader.text(header.length);
  unread_.erase(0, kTacacsHeaderSize + header.length);
  // Bodies in clear are refused with a key, as the RFC wants (section 10.5.2).
  if ((header.flags & TacacsHeader::kUnencrypted) != 0) {
    if (!key_.empty()) return malformed("packet in clear");
  } else {
    packet.body = tacacs_obfuscated(header, packet.body, key_);
  }
  return packet;
}

}  // namespace lw::lab
