#!/usr/bin/python3
"""An HTTPS server that keeps its connections open in front of one that closes them after each answer, as the lab's
ASA does. Usage: keep_alive.py TARGET_PORT CERTIFICATE_AND_KEY   Prints its port."""

import http.client
import http.server
import ssl
import sys


class InFront(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body in one piece
    target_port = 0

    def do_GET(self) -> None:
        behind = http.client.HTTPSConnection(
            "127.0.0.1", self.target_port, context=ssl._create_unverified_context()
        )
        behind.request("GET", self.path, headers={name: self.headers[name] for name in self.headers})
        answer = behind.getresponse()
        body = answer.read()
        behind.close()
        self.send_response(answer.status)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def main() -> None:
    InFront.target_port = int(sys.argv[1])
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[2])
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), InFront)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    print(server.server_address[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
