// SPDX-License-Identifier: Apache-2.0
// web/bridge/disk.ts on Chromium's own IndexedDB: one disk for several tabs, who may write it, and
// what happens when it is emptied, full or somebody else's. Each Disk here is what one tab has.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { bundled } from '../unit/web/sources.mjs';
import { Browser } from './support/browser.mjs';
import { ShopPage } from './support/shop-page.mjs';

let browser;
let site;
let code;
before(async () => {
  code = await bundled('web/bridge/disk');
  site = await ShopPage.start({ html: '<!doctype html><title>A page</title>' });
  browser = await Browser.start();
});
after(async () => {
  await browser?.stop();
  await site?.stop();
});

// `story` takes place in a page of a fresh person: `run` runs a function there, with these things:
// `tab()`, the Disk of one more tab; `row`, a row; `keys`, those on the disk; `device` among what was
// loaded; `tried`, whether a store was written or what was added instead; `emptied`, the storage.
async function onDisk(story) {
  const profile = await browser.profile();
  const page = await profile.open(site.url);
  await page.addScriptTag({ content: code });
  const things = await page.evaluateHandle(() => {
    const { Disk, Fenced } = window.Bundled;
    const name = { shop: 'tea', role: 'shopper' };
    const problems = [];
    return {
      problems,
      tab: () => new Disk(name, (problem) => problems.push(problem)),
      row: (key, byte = 1) => ({ key, value: new Uint8Array([byte]) }),
      // Chromium asks for room in tens of kilobytes: this one needs some.
      large: (key) => ({ key, value: crypto.getRandomValues(new Uint8Array(60_000)) }),
      keys: async () => (await new Disk(name).load(false)).map(({ key }) => key).sort(),
      device: (stored) => String(stored.find(({ key }) => key === 'device').value),
      tried: async (stored) => {
        try {
          await stored;
          return 'written';
        } catch (error) {
          if (!(error instanceof Fenced)) throw error;
          return error.added.map(({ key }) => key);
        }
      },
      emptied: () => new Promise((resolve, reject) => {
        const request = indexedDB.deleteDatabase('shopbell');
        request.onsuccess = () => resolve();
        request.onerror = request.onblocked = () => reject(new Error('not deleted'));
      }),
      count: () => new Promise((resolve) => {
        indexedDB.open('shopbell').onsuccess = ({ target }) => {
          const counted = target.result.transaction('kept').objectStore('kept').count();
          counted.onsuccess = () => {
            target.result.close();
            resolve(counted.result);
          };
        };
      }),
    };
  });
  // Until what it returns is called the site has no room for more.
  const fill = async () => {
    const devtools = await profile.context.newCDPSession(page);
    await devtools.send('Storage.overrideQuotaForOrigin', { origin: new URL(site.url).origin, quotaSize: 1 });
    return () => devtools.detach();
  };
  try {
    await story(async (steps, argument) => {
      await things.evaluate((it, argument) => (it.argument = argument), argument);
      return page.evaluate(steps, things);
    }, fill);
  } finally {
    await profile.close();
  }
}

test('two tabs that begin at once are one device', () => onDisk(async (run) => {
  const [one, other] = await run(async ({ tab, device }) => (await Promise.all([tab().load(), tab().load()])).map(device));
  assert.equal(one, other);
}));

test('what is stored is there for the next page, with the device, without the term', () => onDisk(async (run) => {
  const kept = await run(async ({ tab, row, keys }) => {
    const disk = tab();
    await disk.load();
    await disk.store([row('a'), row('b')], []);
    await disk.store([row('c')], ['a']);
    return keys();
  });
  assert.deepEqual(kept, ['b', 'c', 'device']);
}));

test('a key that ends in * removes all that begin as it does, before what is put', () => onDisk(async (run) => {
  const kept = await run(async ({ tab, row, keys }) => {
    const disk = tab();
    await disk.load();
    await disk.store([row('row/aa/1'), row('row/aa/\u{1f375}'), row('row/ab/1'), row('row/a'), row('out/aa/1')], []);
    await disk.store([row('row/aa/3')], ['row/aa*']);
    return keys();
  });
  assert.deepEqual(kept, ['device', 'out/aa/1', 'row/a', 'row/aa/3', 'row/ab/1']);
}));

test('a tab that led before writes nothing any more, but words that were written in it', () => onDisk(async (run) => {
  const result = await run(async ({ tab, row, keys, tried }) => {
    const [old, next] = [tab(), tab()];
    await old.load();
    await next.load();
    await next.store([row('out/known', 2)], []);
    const fenced = await tried(old.store([row('conv/x'), row('out/known'), row('out/new')], ['row/gone']));
    return { fenced, kept: await keys(), next: await tried(next.store([row('conv/y')], [])) };
  });
  assert.deepEqual(result, { fenced: ['out/new'], kept: ['device', 'out/known', 'out/new'], next: 'written' });
}));

test('a tab that follows writes beside the one that leads', () => onDisk(async (run) => {
  const result = await run(async ({ tab, row, tried }) => {
    const [leader, follower] = [tab(), tab()];
    await leader.load();
    await follower.load(false);
    return [await tried(follower.store([row('out/a')], [], 0)), await tried(leader.store([row('row/a')], ['out/a']))];
  });
  assert.deepEqual(result, ['written', 'written']);
}));

test('a leader finds what another tab stored and did not tell, and not what it has just removed itself', () => onDisk(async (run) => {
  const result = await run(async ({ tab, row }) => {
    const [leader, crashed] = [tab(), tab()];
    await leader.load();
    await crashed.load(false);
    await leader.store([row('out/a')], []);
    await crashed.store([row('out/b'), row('row/b')], [], 0);
    const asked = leader.untold();
    const removed = leader.store([], ['out/a']);
    const [found] = await Promise.all([asked, removed]);
    return [found, await leader.untold()].map((rows) => rows.map(({ key }) => key));
  });
  assert.deepEqual(result, [['out/b'], []]);
}));

test('what another tab says of a waiting row is no news while this tab writes that row', () => onDisk(async (run) => {
  const result = await run(async ({ tab, row }) => {
    const disk = tab();
    await disk.load();
    await disk.store([row('out/a')], []);
    const removed = disk.store([], ['out/a']);
    const crossing = disk.hear([row('out/a'), row('out/b')], ['out/c', 'out/a*']);
    await removed;
    const later = disk.hear([row('out/a')], []);
    return [...crossing, ...later].map((said) => said.map((one) => one.key ?? one));
  });
  assert.deepEqual(result, [['out/b'], ['out/c', 'out/a*'], ['out/a'], []]);
}));

for (const part of ['leads', 'follows']) {
  test(`storage that is emptied under a tab that ${part} is written anew, as it was`, () => onDisk(async (run) => {
    const result = await run(async ({ tab, row, keys, device, emptied, problems, argument }) => {
      const disk = tab();
      const before = device(await disk.load(argument));
      const term = argument ? disk.term : 0;
      await disk.store([row('out/a')], [], term);
      await emptied();
      await disk.store([row('out/b')], [], term);
      return [before === device(await tab().load(false)), await keys(), problems];
    }, part === 'leads');
    assert.deepEqual(result, [true, ['device', 'out/a', 'out/b'], []]);
  }));
}

test('storage that was emptied and never written since is written anew by the next load', () => onDisk(async (run) => {
  const result = await run(async ({ tab, row, keys, device, emptied }) => {
    const disk = tab();
    const before = device(await disk.load());
    await disk.store([row('out/a')], []);
    await emptied();
    return [before === device(await disk.load()), await keys()];
  });
  assert.deepEqual(result, [true, ['device', 'out/a']]);
}));

test('a full disk is said once, and what it owes is written when there is room', () => onDisk(async (run, fill) => {
  const makeRoom = await fill();
  const full = await run(async ({ tab, row, large, keys, problems }) => {
    const disk = tab();
    window.disk = disk;
    await disk.load();
    await disk.store([large('row/a')], []);
    await disk.store([large('row/b'), row('row/c')], []);
    await disk.store([], ['row/c']);
    return [problems, await keys()];
  });
  assert.deepEqual(full, [['full'], ['device']]);
  await makeRoom();
  const after = await run(async ({ row, keys, problems }) => {
    await window.disk.store([row('row/d')], []);
    return [problems, await keys()];
  });
  assert.deepEqual(after, [['full', ''], ['device', 'row/a', 'row/b', 'row/d']]);
}));

test('a disk that is full from the beginning is read, led, and the chat goes on', () => onDisk(async (run, fill) => {
  await run(async ({ tab, row }) => {
    const disk = tab();
    await disk.load();
    await disk.store([row('out/a')], []);
  });
  await fill();
  const result = await run(async ({ tab, large, tried }) => {
    const disk = tab();
    const stored = await disk.load();
    const first = await tried(disk.store([large('row/a')], []));
    const second = await tried(disk.store([large('row/b')], []));
    return { kept: stored.map(({ key }) => key).sort(), isShared: disk.isShared, leads: disk.term > 0, first, second };
  });
  assert.deepEqual(result, { kept: ['device', 'out/a'], isShared: true, leads: true, first: 'written', second: 'written' });
}));

test('after one person was forgotten nothing of them comes back, from whatever tab', () => onDisk(async (run) => {
  const result = await run(async ({ tab, row, keys, device, tried, count }) => {
    const [old, other, next] = [tab(), tab(), tab()];
    const before = device(await old.load());
    await other.load(false);
    await other.wipe();
    const left = await count();
    const isAnother = before !== device(await next.load());
    const fenced = [await tried(old.store([row('out/a')], [])), await tried(other.store([row('out/b')], [], 0))];
    await old.wipe();
    return { left, isAnother, fenced, kept: await keys() };
  });
  assert.deepEqual(result, { left: 0, isAnother: true, fenced: [[], []], kept: ['device'] });
}));
