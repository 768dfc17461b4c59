import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { startChannelServer, type ChannelServer } from '../../support/channel-server.js';
import {
  lineUrl,
  newToken,
  request,
  startConversation,
  type Frame,
  type Started,
} from '../../support/directline-client.js';

const limits = { files: 3, bytes: 100_000, json: 16_384 };

describe('uploads', () => {
  let server: ChannelServer;
  let session: Started;

  beforeEach(async () => {
    server = await startChannelServer({ limits });
    session = await startConversation(server.url);
    await server.chat.settle();
  });
  afterEach(() => server.close());

  const uploadUrl = (of: { conversationId: string } = session) =>
    lineUrl(server.url, `/conversations/${of.conversationId}/upload?userId=somebody-else`);

  function form(
    files: { name: string; size: number; type?: string }[],
    activity: unknown = { type: 'message', channelData: { clientActivityID: 'u1' } },
  ) {
    const data = new FormData();
    if (activity !== undefined) {
      const json = typeof activity === 'string' ? activity : JSON.stringify(activity);
      data.append('activity', new Blob([json], { type: 'application/vnd.microsoft.activity' }), 'blob');
    }
    for (const { name, size, type = 'application/pdf' } of files) {
      data.append('file', new Blob([new Uint8Array(size)], { type }), name);
    }
    return data;
  }

  const upload = (body: unknown, token: string | null = session.token) =>
    request<{ id: string }>(uploadUrl(), { token, body });
  const last = () => server.chat.inputs.at(-1);
  const poll = async () => {
    const url = lineUrl(server.url, `/conversations/${session.conversationId}/activities?watermark=3`);
    return (await request<Frame>(url, { method: 'GET', token: session.token })).body.activities;
  };

  it('files are kept in their order, with name, type and text; the echo names them and has no address', async () => {
    const activity = {
      type: 'message',
      text: 'look',
      locale: 'sv-SE',
      attachments: [{ name: 'a.pdf', contentType: 'application/pdf', thumbnailUrl: 'data:image/jpeg;base64,AAAA' }],
      channelData: { clientActivityID: 'u1', attachmentSizes: [1000, 2000] },
    };
    const { status, body } = await upload(
      form(
        [
          { name: 'a.pdf', size: 1000 },
          { name: 'bild åäö.jpg', size: 2000, type: 'image/jpeg' },
        ],
        activity,
      ),
    );
    assert.equal(status, 200);
    assert.deepEqual(server.chat.kept, [
      { name: 'a.pdf', type: 'application/pdf', length: 1000 },
      { name: 'bild åäö.jpg', type: 'image/jpeg', length: 2000 },
    ]);
    const input = last();
    assert.ok(input?.kind === 'files');
    assert.equal(input.text, 'look');
    assert.deepEqual(
      input.files.map(({ name }) => name),
      ['a.pdf', 'bild åäö.jpg'],
    );
    await server.chat.settle();
    const [echo] = await poll();
    assert.equal(echo?.id, body.id);
    assert.deepEqual(echo?.attachments, [
      { name: 'a.pdf', contentType: 'application/octet-stream' },
      { name: 'bild åäö.jpg', contentType: 'application/octet-stream' },
    ]);
    assert.deepEqual(echo?.channelData, activity.channelData);
    assert.equal(echo?.from.id, session.userId);
  });

  it('a file that is too large is named as refused, the others are kept, and the answer is 200', async () => {
    const { status } = await upload(
      form([
        { name: 'big', size: 150_000 },
        { name: 'small', size: 10 },
      ]),
    );
    assert.equal(status, 200);
    const input = last();
    assert.ok(input?.kind === 'files');
    assert.deepEqual(input.refused, [{ name: 'big', code: 'tooLarge' }]);
    assert.deepEqual(
      input.files.map(({ name }) => name),
      ['small'],
    );
  });

  it('the limit is of all files together', async () => {
    await upload(
      form([
        { name: 'one', size: 60_000 },
        { name: 'two', size: 60_000 },
        { name: 'three', size: 30_000 },
      ]),
    );
    const input = last();
    assert.ok(input?.kind === 'files');
    assert.deepEqual(
      input.files.map(({ name }) => name),
      ['one', 'three'],
    );
    assert.deepEqual(input.refused, [{ name: 'two', code: 'tooLarge' }]);
  });

  it('files beyond the number are named as refused', async () => {
    const { status } = await upload(form(['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, size: 5 }))));
    assert.equal(status, 200);
    const input = last();
    assert.ok(input?.kind === 'files');
    assert.deepEqual(input.refused, [
      { name: 'd', code: 'tooMany' },
      { name: 'e', code: 'tooMany' },
    ]);
  });

  it('streams: the first bytes are taken before the last have been sent', async () => {
    let isFirstTaken: (() => void) | undefined;
    const firstTaken = new Promise<void>((resolve) => (isFirstTaken = resolve));
    const keepFile = server.chat.keepFile.bind(server.chat);
    server.chat.keepFile = (ref, file) => {
      async function* watched() {
        for await (const chunk of file.content) {
          isFirstTaken?.();
          yield chunk;
        }
      }
      return keepFile(ref, { ...file, content: watched() });
    };
    const boundary = 'XX';
    const headers = {
      authorization: `Bearer ${session.token}`,
      'content-type': `multipart/form-data; boundary=${boundary}`,
    };
    const answered = new Promise<number>((resolve, reject) => {
      const req = httpRequest(uploadUrl(), { method: 'POST', headers }, (res) => {
        res.resume();
        resolve(res.statusCode ?? 0);
      });
      req.on('error', reject);
      req.write(
        `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="f"\r\nContent-Type: text/plain\r\n\r\n`,
      );
      req.write(Buffer.alloc(20_000));
      void firstTaken.then(() => req.end(`more\r\n--${boundary}--\r\n`));
    });
    assert.equal(await answered, 200);
    assert.deepEqual(
      server.chat.kept.map(({ length }) => length),
      [20_004],
    );
  });

  it('a client that breaks off leaves no message behind, and the server goes on', async () => {
    const headers = { authorization: `Bearer ${session.token}`, 'content-type': 'multipart/form-data; boundary=XX' };
    const req = httpRequest(uploadUrl(), { method: 'POST', headers });
    req.on('error', () => undefined);
    req.write('--XX\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n');
    req.write(Buffer.alloc(20_000));
    await new Promise((resolve) => setTimeout(resolve, 50));
    req.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.ok(server.chat.inputs.every(({ kind }) => kind !== 'files'));
    assert.equal((await upload(form([{ name: 'ok', size: 5 }]))).status, 200);
  });

  it('the type of a file is believed only when it looks like one', async () => {
    await upload(form([{ name: 'x', size: 5, type: 'nonsense' }]));
    assert.equal(server.chat.kept[0]?.type.includes('nonsense'), false);
  });

  it('a receipt in text or a name is masked', async () => {
    const receipt = '00000000000000000';
    await upload(form([{ name: `${receipt}.pdf`, size: 5 }], { type: 'message', text: `see ${receipt}` }));
    await server.chat.settle();
    assert.ok(!JSON.stringify(await poll()).includes(receipt));
    const input = last();
    assert.ok(input?.kind === 'files' && !input.text.includes(receipt));
  });

  it('an upload without files is a message', async () => {
    assert.equal((await upload(form([], { type: 'message', text: 'only words' }))).status, 200);
    assert.deepEqual(last(), { kind: 'text', text: 'only words', receipt: null });
  });

  it('files without an activity still count', async () => {
    assert.equal((await upload(form([{ name: 'x', size: 5 }], undefined))).status, 200);
    assert.equal(last()?.kind, 'files');
  });

  it('what is no upload is 400: no multipart, no boundary, cut off', async () => {
    assert.equal((await upload({ type: 'message' })).status, 400);
    const send = (contentType: string, body: string) =>
      request(uploadUrl(), { token: session.token, body, headers: { 'content-type': contentType } });
    assert.equal((await send('multipart/form-data', 'x')).status, 400);
    assert.equal(
      (
        await send(
          'multipart/form-data; boundary=XX',
          '--XX\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\nab',
        )
      ).status,
      400,
    );
  });

  it('a body beyond all bounds is not read to its end', async () => {
    const outcome = await upload(form([{ name: 'x', size: 3_000_000 }])).then(
      ({ status }) => status,
      () => 0,
    );
    assert.ok(outcome === 400 || outcome === 0, String(outcome));
    assert.ok(server.chat.inputs.every(({ kind }) => kind !== 'files'));
  });

  it('a store that fails gives 500, and nothing counts as sent', async () => {
    const keepFile = server.chat.keepFile.bind(server.chat);
    server.chat.keepFile = () => Promise.reject(new Error('CANARY'));
    const { status, body } = await upload(
      form([
        { name: 'x', size: 50_000 },
        { name: 'y', size: 10 },
      ]),
    );
    server.chat.keepFile = keepFile;
    assert.equal(status, 500);
    assert.ok(!JSON.stringify(body).includes('CANARY'));
    assert.ok(server.chat.inputs.every(({ kind }) => kind !== 'files'));
  });

  it('needs the token of a living conversation', async () => {
    const other = await startConversation(server.url);
    assert.equal((await upload(form([]), null)).status, 401);
    assert.equal((await upload(form([]), other.token)).status, 403);
    const bare = await newToken(server.url);
    const never = await request(uploadUrl(bare), { token: bare.token, body: form([{ name: 'x', size: 5 }]) });
    assert.equal(never.status, 403);
    assert.deepEqual(server.chat.kept, []);
  });
});
