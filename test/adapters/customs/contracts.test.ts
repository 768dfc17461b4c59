import fs from 'node:fs';
import path from 'node:path';
import { createFolderIntake } from '../../../src/adapters/customs/folder-intake.js';
import { createClock } from '../../../src/adapters/node/clock.js';
import { putFile } from '../../../src/adapters/node/put-file.js';
import { intakeContract } from '../../contracts/intake.js';
import { deskWithBot, temporaryFolder } from '../../desk/sample-report.js';
import { intakeTo, serveInProcess } from '../../support/intake-server.js';

function removeAll(inbox: string, reportId: string): void {
  for (const name of fs.readdirSync(inbox)) {
    if (name.startsWith(reportId)) fs.rmSync(path.join(inbox, name));
  }
}

intakeContract('the folder', async () => {
  const { dir, remove } = temporaryFolder();
  return {
    intake: createFolderIntake({ folder: dir, put: putFile, clock: createClock() }),
    inbox: dir,
    archive: (reportId) => {
      fs.mkdirSync(path.join(dir, 'taken'), { recursive: true });
      fs.writeFileSync(path.join(dir, 'taken', reportId), '');
      removeAll(dir, reportId);
    },
    takeAway: async () => {
      fs.renameSync(dir, `${dir}-away`);
      return async () => fs.renameSync(`${dir}-away`, dir);
    },
    close: async () => remove(),
  };
});

intakeContract('HTTPS and the reference server', async () => {
  const desk = await deskWithBot();
  let server = await serveInProcess(desk.dir);
  const { url } = server;
  return {
    intake: intakeTo(url, desk.signingKey),
    inbox: desk.inboxDir,
    // Deleted without a trace in the inbox: the server's own tombstone must do.
    archive: (reportId) => removeAll(desk.inboxDir, reportId),
    takeAway: async () => {
      await server.stop();
      return async () => {
        server = await serveInProcess(desk.dir, { port: Number(new URL(url).port) });
      };
    },
    close: async () => {
      await server.stop();
      desk.remove();
    },
  };
});
