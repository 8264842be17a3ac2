// The echo server on Node: echo.js [--tls CERTIFICATE KEY] [--tied]
// Prints "listening PORT" and serves on loopback until it is killed or, with --tied, until its standard input ends.
'use strict';
const fs = require('fs');
const net = require('net');
const tls = require('tls');

const options = process.argv.slice(2);

function echo(socket) {
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.pipe(socket);
}

const at = options.indexOf('--tls');
const server = at < 0
  ? net.createServer(echo)
  : tls.createServer({
    cert: fs.readFileSync(options[at + 1]), key: fs.readFileSync(options[at + 2]), minVersion: 'TLSv1.3',
  }, echo);
server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 }, () => console.log('listening', server.address().port));
if (options.includes('--tied')) {
  process.stdin.on('end', () => process.exit(0));
  process.stdin.resume();
}
