import assert from 'node:assert/strict';
import net from 'node:net';
import { startChannelServer, type ChannelServer } from '../../support/channel-server.js';
import { newToken } from '../../support/directline-client.js';

/** The first line of what comes back, or nothing. */
function sendRaw(port: number, head: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(`${head}\r\n\r\n`));
    socket.on('data', (data) => {
      resolve(data.toString().split('\r\n')[0] ?? '');
      socket.destroy();
    });
    socket.on('close', () => resolve(''));
    socket.on('error', reject);
  });
}

describe('broken addresses', () => {
  let server: ChannelServer;
  before(async () => {
    server = await startChannelServer();
  });
  after(() => server.close());

  const upgrade =
    'Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13';

  for (const [name, head] of Object.entries({
    'a Host that is none': 'POST /chat/token HTTP/1.1\r\nHost: x; y',
    'a Host with an impossible port': 'GET / HTTP/1.1\r\nHost: x:99999',
    'a target without a host': 'GET http:// HTTP/1.1\r\nHost: x',
    'an upgrade to no address': `GET http:// HTTP/1.1\r\nHost: x\r\n${upgrade}`,
  })) {
    it(`${name} is refused, and the server goes on`, async () => {
      const port = Number(new URL(server.url).port);
      assert.equal(await sendRaw(port, head), 'HTTP/1.1 400 Bad Request');
      assert.ok((await newToken(server.url)).token);
    });
  }

  it('double slashes and broken escapes lead nowhere', async () => {
    const port = Number(new URL(server.url).port);
    for (const target of ['//', '//evil.example/x', '/v3/directline/conversations/%E0%A4%A/activities', '/%ff']) {
      assert.match(await sendRaw(port, `GET ${target} HTTP/1.1\r\nHost: x`), /^HTTP\/1\.1 4\d\d /, target);
    }
    assert.ok((await newToken(server.url)).token);
  });
});
