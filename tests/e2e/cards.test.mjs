// SPDX-License-Identifier: Apache-2.0
// Cards in both directions against the real relay: what the page offers and the shopper sends, what
// the agent sends of every kind, answers that are pressed, a carousel moved by keys, right to left.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { assertNothingSerious } from './support/axe.mjs';
import { Browser } from './support/browser.mjs';
import { Console } from './support/console.mjs';
import { Relay } from './support/relay.mjs';
import { Widget } from './support/widget.mjs';

const patience = { timeout: 120_000 };

let relay;
let browser;
before(async () => {
  relay = await Relay.start();
  browser = await Browser.start();
});
after(async () => {
  await browser?.stop();
  await relay?.stop();
});

const chatOn = (profile, path) => Widget.on(profile, `${relay.url}${path}`);

const offerOf = (widget) => widget.frame.getByRole('region', { name: 'What you look at' });
const sendThis = (widget) => offerOf(widget).getByRole('button', { name: 'Send this' });
const cardOf = (place, words) => place.getByRole('article').filter({ hasText: words });

/** Opens the dialog of one kind of card. */
async function make(console, kind) {
  await console.page.getByRole('button', { name: 'Cards' }).click();
  await console.page.getByRole('menuitem', { name: kind }).click();
  return console.page.getByRole('dialog', { name: kind });
}

async function sendForm(console, kind, fields) {
  const dialog = await make(console, kind);
  for (const [label, value] of Object.entries(fields)) await dialog.getByLabel(label, { exact: true }).fill(value);
  await dialog.getByRole('button', { name: 'Send' }).click();
  await dialog.waitFor({ state: 'detached' });
}

test('a shopper sends the product before them, once; the agent sees it and sends it again', patience, async () => {
  const [shoppers, agents] = await Promise.all([browser.profile(), browser.profile()]);
  const widget = await chatOn(shoppers, '/product.html?id=clay-teapot');
  await offerOf(widget).getByText('Red clay teapot').waitFor();
  await offerOf(widget).locator('img').waitFor();
  await assertNothingSerious(widget.page, 'an offer');
  await sendThis(widget).click();
  await offerOf(widget).waitFor({ state: 'detached' });
  await cardOf(widget.log, 'Red clay teapot').getByText('$92.00').waitFor();
  await widget.isThere();

  const console = await Console.signIn(agents, relay);
  await console.rows.filter({ hasText: 'Red clay teapot' }).click();
  const card = cardOf(console.log, 'Red clay teapot');
  await card.getByText('In stock').waitFor();
  await card.getByText('160 ml').waitFor();
  const size = await card.locator('img').evaluate((img) => img.decode().then(() => [img.naturalWidth, img.naturalHeight]));
  assert.ok(size.every((side) => side > 0 && side <= 160), `a small picture: ${size}`);
  await console.details.getByRole('button', { name: 'Share Red clay teapot again' }).click();
  await widget.log.getByRole('article').nth(1).waitFor();
  // It leads to the shop's own page, in the shopper's own tab.
  await Promise.all([widget.page.waitForEvent('load'), widget.log.getByRole('link', { name: 'Red clay teapot' }).last().click()]);

  // What was sent is not offered again, another size of it is.
  await widget.open();
  await cardOf(widget.log, 'Red clay teapot').first().waitFor();
  assert.equal(await offerOf(widget).count(), 0);
  await widget.button.click();
  await widget.page.locator('.size').filter({ hasText: '220 ml' }).click();
  await widget.open();
  await offerOf(widget).getByText('$104.00').waitFor();
  await offerOf(widget).getByRole('button', { name: 'Dismiss' }).click();
  await offerOf(widget).waitFor({ state: 'detached' });
  await Promise.all([shoppers.close(), agents.close()]);
});

test('a cart is offered with its lines, and a mistake of the page is told in its console', patience, async () => {
  const profile = await browser.profile();
  const page = await profile.open(`${relay.url}/product.html?id=moon-cups`);
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await page.goto(`${relay.url}/cart.html`);
  const widget = new Widget(page);
  await widget.open();
  await sendThis(widget).click();
  await cardOf(widget.log, 'Cart').getByText(/^Moon/).waitFor();
  await page.evaluate(() => globalThis.Shopbell('product', { name: 'Cup', price: 'cheap', currency: 'EUR' }));
  await profile.hasLogged((text) => text.startsWith("Shopbell('product'): price must be a number or decimal text"));
  assert.equal(await offerOf(widget).count(), 0);
  // Another method's name is still refused.
  await page.evaluate(() => globalThis.Shopbell('toString'));
  await profile.hasLogged((text) => text.includes('no method "toString"'));
  await profile.close();
});

test('a page that offers something asks for nothing until the chat is open', patience, async () => {
  const profile = await browser.profile();
  const page = await profile.open();
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(`${relay.url}/product.html?id=moon-cups`, { waitUntil: 'networkidle' });
  assert.deepEqual(asked.filter((path) => path.startsWith('/w/')), []);
  await profile.close();
});

test('the agent sends a card of each kind, and the shopper sees it', patience, async () => {
  const [shoppers, agents] = await Promise.all([browser.profile(), browser.profile()]);
  const widget = await chatOn(shoppers, '/help.html');
  await widget.say('where is my order?');
  await widget.isThere();
  const console = await Console.signIn(agents, relay);
  await console.open('where is my order?');

  const order = await make(console, 'Order');
  await order.getByRole('button', { name: 'Send' }).click();
  await order.getByText('Fill this in.').waitFor();
  await order.getByLabel('Order number').fill('MK-20417');
  await order.getByLabel('Total').fill('172.00');
  await order.getByRole('button', { name: 'Send' }).click();
  await order.getByText('Write three capital letters, such as EUR.').waitFor();
  await assertNothingSerious(console.page, 'a card form');
  await order.getByLabel('Currency').fill('USD');
  await order.getByLabel('Status').selectOption({ label: 'On its way' });
  await order.getByLabel('Carrier and tracking number').fill('Kanal Post KP 20417');
  await order.getByLabel('Tracking address').fill('https://post.example/20417');
  await order.getByRole('button', { name: 'Send' }).click();
  const orderCard = cardOf(widget.log, 'Order MK-20417');
  await orderCard.getByText('On its way').waitFor();
  await orderCard.getByText('$172.00').waitFor();
  assert.equal(await orderCard.getByRole('link', { name: 'Track the parcel' }).getAttribute('href'), 'https://post.example/20417');

  await sendForm(console, 'Coupon', { Code: 'TEA10', 'What it gives': 'Ten percent off', 'Valid until': '2099-12-24' });
  const coupon = cardOf(widget.log, 'TEA10');
  await coupon.getByText('until Dec 24, 2099').waitFor();
  await coupon.getByRole('button', { name: 'Copy' }).click();
  await coupon.getByRole('button', { name: 'Copied' }).waitFor();

  await sendForm(console, 'Help article', { Title: 'How to care for clay', Text: 'Hot water only', Address: 'https://shop.example/care' });
  assert.equal(await cardOf(widget.log, 'Hot water only').getByRole('link', { name: 'How to care for clay' }).getAttribute('href'), 'https://shop.example/care');

  await sendForm(console, 'Link', { Address: 'https://news.example/tea', Title: 'Tea of the year' });
  await cardOf(widget.log, 'Tea of the year').getByText('news.example').waitFor();
  await assertNothingSerious(widget.page, 'cards in the widget');
  await assertNothingSerious(console.page, 'cards in the console');

  const replies = await make(console, 'Quick replies');
  await replies.getByLabel('Message').fill('Is it for you?');
  await replies.getByLabel(/^Answers/).fill('Yes, for me\nNo, a gift');
  await replies.getByRole('button', { name: 'Send' }).click();
  await widget.sees('Is it for you?');
  const answers = widget.log.getByRole('list', { name: 'Answers to choose from' });
  await answers.getByRole('button', { name: 'No, a gift' }).click();
  await answers.waitFor({ state: 'detached' });
  await widget.isThere();
  await console.page.locator('.theirs').getByText('No, a gift', { exact: true }).waitFor();
  assert.deepEqual([...shoppers.errors, ...agents.errors], []);
  await Promise.all([shoppers.close(), agents.close()]);
});

test('several products go as a carousel, which keys move; in Arabic from right to left', patience, async () => {
  const [shoppers, agents] = await Promise.all([browser.profile(), browser.profile()]);
  const arabic = new Widget(await shoppers.open());
  const offer = arabic.frame.getByRole('region', { name: 'ما تتصفحه الآن' });
  for (const [at, id] of ['clay-teapot', 'moon-cups', 'iron-kettle'].entries()) {
    await arabic.page.goto(`${relay.url}/product.html?id=${id}&lang=ar`);
    await arabic.page.getByRole('button', { name: 'تحدث معنا' }).click();
    await offer.getByRole('button', { name: 'إرسال هذا' }).click();
    await arabic.log.getByRole('article').nth(at).waitFor();
    await offer.waitFor({ state: 'detached' });
    await arabic.hasNothingToSend();
  }
  const console = await Console.signIn(agents, relay);
  await console.rows.filter({ hasText: 'الغلاية الحديدية' }).click();
  await console.log.getByRole('article').nth(2).waitFor();
  const picker = await make(console, 'Products');
  await picker.getByLabel('Search products').fill('nothing of the kind');
  await picker.getByText('No product has these words.').waitFor();
  await picker.getByLabel('Search products').fill('');
  const boxes = picker.getByRole('checkbox');
  await boxes.nth(2).waitFor();
  for (const at of [0, 1, 2]) await boxes.nth(at).press('Space');
  await assertNothingSerious(console.page, 'the product picker');
  await picker.getByRole('button', { name: 'Send 3 products' }).click();

  const carousel = arabic.log.getByRole('list', { name: /بطاقات/ });
  await carousel.waitFor();
  assert.equal(await carousel.evaluate((list) => window.getComputedStyle(list).direction), 'rtl');
  const gone = () => carousel.evaluate((list) => list.scrollLeft);
  assert.equal(await gone(), 0);
  await carousel.press('ArrowLeft');
  const next = arabic.log.getByRole('button', { name: 'البطاقات التالية' });
  assert.ok((await gone()) < 0, 'from right to left the next card lies to the left');
  await next.click();
  await carousel.press('ArrowRight');
  await carousel.press('ArrowRight');
  await carousel.press('ArrowRight');
  assert.equal(await gone(), 0);
  await assertNothingSerious(arabic.page, 'a carousel');
  await Promise.all([shoppers.close(), agents.close()]);
});
