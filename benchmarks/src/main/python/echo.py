"""The echo server on CPython's asyncio: echo.py streams|protocols|buffered [--uvloop] [--tls CERTIFICATE KEY] [--tied]

Prints "listening PORT" and serves on loopback until it is killed or, with --tied, until its standard input ends.
"""
import asyncio
import os
import ssl
import sys
import threading

CHUNK = 64 * 1024
BACKLOG = 1024


class Echo(asyncio.Protocol):
    __slots__ = ("transport",)

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.transport.write(data)

    def pause_writing(self):
        self.transport.pause_reading()

    def resume_writing(self):
        self.transport.resume_reading()


class BufferedEcho(asyncio.BufferedProtocol):
    """Receives into memory that all connections share, as the server in C does.

    CPython up to 3.11 copies what it could not send at once; later ones and uvloop keep what they were given.
    """
    __slots__ = ("transport",)
    memory = memoryview(bytearray(CHUNK))
    copied = sys.version_info >= (3, 12)

    def connection_made(self, transport):
        self.transport = transport

    def get_buffer(self, sizehint):
        return self.memory

    def buffer_updated(self, count):
        data = self.memory[:count]
        self.transport.write(bytes(data) if self.copied else data)

    def pause_writing(self):
        self.transport.pause_reading()

    def resume_writing(self):
        self.transport.resume_reading()


async def echo(reader, writer):
    while data := await reader.read(CHUNK):
        writer.write(data)
        await writer.drain()
    writer.close()


async def serve(kind, context):
    if kind == "streams":
        server = await asyncio.start_server(echo, "127.0.0.1", 0, ssl=context, backlog=BACKLOG)
    else:
        protocol = BufferedEcho if kind == "buffered" else Echo
        server = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", 0, ssl=context, backlog=BACKLOG)
    print("listening", server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def tie():
    while os.read(0, 4096):
        pass
    os._exit(0)


def main():
    arguments = sys.argv[1:]
    context = None
    if "--tls" in arguments:
        at = arguments.index("--tls")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        context.load_cert_chain(arguments[at + 1], arguments[at + 2])
    if "--tied" in arguments:
        threading.Thread(target=tie, daemon=True).start()
    if "--uvloop" in arguments:
        import uvloop
        factory = uvloop.new_event_loop
        BufferedEcho.copied = True
    else:
        factory = None
    with asyncio.Runner(loop_factory=factory) as runner:
        runner.run(serve(arguments[0], context))


if __name__ == "__main__":
    main()
