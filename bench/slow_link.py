#!/usr/bin/python3
"""A TCP relay on loopback that hands every piece on after half a round trip's time. Waits for events, never
busy; pieces keep their order. Usage: slow_link.py TARGET_PORT ROUND_TRIP_MS   Prints its port."""

import asyncio
import sys


async def carry(source: asyncio.StreamReader, target: asyncio.StreamWriter, delay: float) -> None:
    loop = asyncio.get_running_loop()
    over = loop.create_future()
    due = 0.0

    def after_delay(piece: bytes) -> None:
        if piece:
            target.write(piece)
        else:
            target.close()
            over.set_result(None)

    piece = b"-"
    while piece:
        try:
            piece = await source.read(65536)
        except ConnectionError:
            piece = b""
        due = max(due, loop.time() + delay)
        loop.call_at(due, after_delay, piece)
    await over


async def serve(target_port: int, round_trip: float) -> None:
    async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", target_port)
        await asyncio.gather(
            carry(reader, far_writer, round_trip / 2), carry(far_reader, writer, round_trip / 2)
        )

    server = await asyncio.start_server(relay, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), float(sys.argv[2]) / 1000))
