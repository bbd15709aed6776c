// SPDX-License-Identifier: Apache-2.0
// Cards: what a page may offer, how money is read and told, the words that stand for a card, and what
// is shown of what somebody sent.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { png } from './picture-files.mjs';
import { load, root } from './sources.mjs';

const { offerOf, cardOf, noCard, minorUnits, decimalOf, digitsOf, moneyText, fallbackOf, writtenWith, readCards, linkOf, pictureTypeOf, keyOf, CardWords, productsOf, productsWith, encodeContent } =
  await load(
    'web/cards/offer',
    'web/cards/money',
    'web/cards/fallback',
    'web/cards/read',
    'web/cards/same',
    'web/cards/words',
    'web/console/state/products',
    'build/generated/ts/wire',
  );

const page = 'https://shop.example/tea/product.html';
const english = new CardWords('en');
const nothing = new Uint8Array();
const product = (more = {}) => cardOf('product', { name: 'Moon cups', price: 18, currency: 'EUR', ...more }, page);
const message = (cards, more = {}) => encodeContent({ type: 'CardsContent', body: 'words', cards, replies: [], ...more });
const shown = (cards, more) => readCards(message(cards, more));

function refuses(kind, value, field, problem) {
  assert.throws(
    () => offerOf(kind, value, page),
    (error) => {
      assert.equal(error.field, field);
      assert.equal(error.problem, problem);
      assert.ok(error.message.startsWith(`Shopbell('${kind}'): ${field} `), error.message);
      return true;
    },
  );
}

test('offers: a product is taken as a page knows it', () => {
  const { card, picture } = offerOf(
    'product',
    { id: 7, name: ' Moon\ncups ', price: '18.00', currency: 'EUR', was: 24.5, picture: '/cup.svg', url: 'moon.html', stock: 'few', options: ['Set of 4'] },
    page,
  );
  assert.deepEqual(card.product, {
    id: '7',
    name: 'Moon cups',
    url: 'https://shop.example/tea/moon.html',
    picture: nothing,
    price: { amount: 1800, currency: 'EUR' },
    was: { amount: 2450, currency: 'EUR' },
    stock: 2,
    options: ['Set of 4'],
  });
  assert.equal(picture, 'https://shop.example/cup.svg');
});

test('offers: an order and a cart are taken with their lines', () => {
  const lines = [{ name: 'Cup', quantity: 2, price: 36 }, { name: 'Tin' }];
  const { order } = offerOf('order', { number: 'MK-1', lines, total: 40, currency: 'EUR', status: 'sent', placedAt: '2026-01-02T00:00:00Z', tracking: 'KP 1', trackingUrl: 'https://post.example/1' }, page).card;
  assert.deepEqual(order.lines, [{ name: 'Cup', quantity: 2, price: { amount: 3600, currency: 'EUR' } }, { name: 'Tin', quantity: 1, price: null }]);
  assert.deepEqual([order.status, order.placedAt, order.trackingUrl], [4, Date.UTC(2026, 0, 2), 'https://post.example/1']);
  assert.equal(offerOf('cart', { lines, currency: 'EUR' }, page).card.cart.lines.length, 2);
});

test('offers: null and an empty cart offer nothing', () => {
  assert.equal(offerOf('product', null, page), undefined);
  assert.equal(offerOf('cart', { lines: [] }, page), undefined);
});

test('offers: each mistake is told with the name of its field', () => {
  refuses('product', 'cup', 'its value', 'fields');
  refuses('product', [], 'its value', 'fields');
  refuses('product', { name: 'Cup', prize: 1 }, 'prize', 'fields');
  refuses('product', {}, 'name', 'missing');
  refuses('product', { name: '\u202e ' }, 'name', 'missing');
  refuses('product', { name: {} }, 'name', 'text');
  refuses('product', { name: 'é'.repeat(257) }, 'name', 'long');
  refuses('product', { name: 'Cup', price: 1 }, 'currency', 'currency');
  refuses('product', { name: 'Cup', price: 1, currency: 'eur' }, 'currency', 'currency');
  refuses('product', { name: 'Cup', price: -1, currency: 'EUR' }, 'price', 'money');
  refuses('product', { name: 'Cup', price: '18,00', currency: 'EUR' }, 'price', 'money');
  refuses('product', { name: 'Cup', price: 1, currency: 'EUR', was: 'much' }, 'was', 'money');
  refuses('product', { name: 'Cup', url: 'javascript:alert(1)' }, 'url', 'address');
  refuses('product', { name: 'Cup', url: 'http://other.example/' }, 'url', 'address');
  refuses('product', { name: 'Cup', url: 'https://a:b@other.example/' }, 'url', 'address');
  refuses('product', { name: 'Cup', url: `https://a.example/${'x'.repeat(2048)}` }, 'url', 'long');
  refuses('product', { name: 'Cup', picture: 'ftp://a.example/cup.jpg' }, 'picture', 'address');
  refuses('product', { name: 'Cup', stock: 3 }, 'stock', 'choice');
  refuses('product', { name: 'Cup', options: 'M' }, 'options', 'list');
  refuses('product', { name: 'Cup', options: Array(21).fill('M') }, 'options', 'many');
  refuses('product', { name: 'Cup', options: ['M', ''] }, 'options[1]', 'missing');
  refuses('order', {}, 'number', 'missing');
  refuses('order', { number: '1', status: 'lost' }, 'status', 'choice');
  refuses('order', { number: '1', placedAt: 'soon' }, 'placedAt', 'time');
  refuses('order', { number: '1', trackingUrl: '//' }, 'trackingUrl', 'address');
  refuses('cart', { lines: Array(51).fill({ name: 'Cup' }) }, 'lines', 'many');
  refuses('cart', { lines: [{ name: 'Cup', quantity: 0 }] }, 'lines[0].quantity', 'choice');
  refuses('cart', { lines: [{ name: 'Cup' }, null] }, 'lines[1].name', 'missing');
  refuses('cart', { lines: [{ name: 'Cup', price: 1.234 }], currency: 'EUR' }, 'lines[0].price', 'money');
});

test('forms: without a page only whole https addresses are taken', () => {
  assert.equal(cardOf('link', { url: 'https://a.example/b' }).link.url, 'https://a.example/b');
  for (const url of ['a.example', '/b', 'http://a.example/']) assert.throws(() => cardOf('link', { url }), { field: 'url', problem: 'address' }, url);
  assert.throws(() => cardOf('link', {}), { field: 'url', problem: 'missing' });
  assert.throws(() => cardOf('coupon', { title: 'ten off' }), { field: 'code', problem: 'missing' });
  assert.throws(() => cardOf('article', {}), { field: 'title', problem: 'missing' });
});

test('money: digits are moved by the currency, without a binary fraction', () => {
  assert.deepEqual(['JPY', 'EUR', 'KWD', 'eur', 'EURO', ''].map(digitsOf), [0, 2, 3, undefined, undefined, undefined]);
  for (const [value, currency, amount] of [
    [1250, 'JPY', 1250],
    ['1250.00', 'JPY', 1250],
    [12.5, 'EUR', 1250],
    ['12.50', 'EUR', 1250],
    [19.99, 'EUR', 1999],
    [1.005, 'KWD', 1005],
    ['0.1', 'KWD', 100],
    [0.1 + 0.2, 'EUR', 30],
    [4.35 * 3, 'EUR', 1305],
    [0, 'EUR', 0],
    ['0.010', 'EUR', 1],
    ['90071992547409.91', 'EUR', 9007199254740991],
  ]) {
    assert.equal(minorUnits(value, currency), amount, `${value} ${currency}`);
  }
  for (const value of [12.345, '12.345', -1, NaN, Infinity, '', ' 1', '1e3', '.5', '5.', '0x10', null, true, '90071992547409.92', 1e21]) {
    assert.equal(minorUnits(value, 'EUR'), undefined, String(value));
  }
  assert.equal(minorUnits(12.5, 'JPY'), undefined);
});

test('money: is told as the language writes it', () => {
  assert.equal(decimalOf({ amount: 5, currency: 'EUR' }), '0.05');
  assert.equal(decimalOf({ amount: 1250, currency: 'JPY' }), '1250');
  assert.equal(decimalOf({ amount: 1, currency: 'KWD' }), '0.001');
  assert.equal(decimalOf({ amount: 1, currency: '<b>' }), '');
  assert.equal(moneyText('en', { amount: 123456, currency: 'EUR' }), '€1,234.56');
  assert.equal(moneyText('en', { amount: 1250, currency: 'JPY' }), '¥1,250');
  assert.equal(moneyText('de', { amount: 123456, currency: 'EUR' }), '1.234,56\u00a0€');
  assert.equal(moneyText('en', { amount: 1, currency: '\u202ee' }), '');
});

test('fallback: each kind of card has its plain words, and they are not taken for somebody’s own', () => {
  const cards = [
    product({ was: 24, stock: 'few', options: ['Set of 4'], url: '/moon' }),
    cardOf('order', { number: 'MK-1', status: 'sent', total: 40, currency: 'EUR', lines: Array(12).fill({ name: 'Cup' }), tracking: 'KP 1' }),
    cardOf('cart', { lines: [{ name: 'Cup', quantity: 2 }] }),
    cardOf('coupon', { code: 'TEA10', title: 'Ten off', until: '2026-12-24T12:00:00Z' }),
    cardOf('article', { title: 'How to care', summary: 'Hot water only', url: 'https://a.example/' }),
    cardOf('link', { url: 'https://a.example/b', title: 'A page' }),
  ];
  assert.equal(fallbackOf([cards[0]], english), 'Moon cups · 18.00 EUR · was 24.00 EUR · Few left · Set of 4\nhttps://shop.example/moon');
  assert.match(fallbackOf([cards[1]], english), /^Order MK-1 · On its way · Total: 40\.00 EUR\n(1 × Cup\n){10}and 2 more\nTracking: KP 1$/);
  assert.equal(fallbackOf([cards[2]], english), 'Cart\n2 × Cup');
  assert.equal(fallbackOf([cards[3]], english), 'Coupon TEA10 · Ten off · until 2026-12-24');
  assert.equal(fallbackOf(cards.slice(4), english), 'How to care\nHot water only\nhttps://a.example/\n\nA page\nhttps://a.example/b');
  for (const words of CardWords.ofEach()) assert.equal(writtenWith({ body: fallbackOf(cards, words), cards }), '', words.locale);
  assert.equal(writtenWith({ body: 'this one?', cards }), 'this one?');
});

test('fallback: the longest cards keep within a message', () => {
  const line = { name: 'é'.repeat(256), quantity: 1 };
  const long = cardOf('order', { number: 'n'.repeat(512), lines: Array(50).fill(line), url: `https://a.example/${'x'.repeat(2000)}` });
  const body = fallbackOf(Array(10).fill(long), english);
  assert.ok(Buffer.byteLength(body) <= 16384);
  assert.doesNotThrow(() => message(Array(10).fill(long), { body }));
});

test('reading: what was sent is shown, with its answers', () => {
  const read = shown([product()], { replies: ['Yes', 'No\u202e'] });
  assert.equal(read.cards[0].product.name, 'Moon cups');
  assert.deepEqual(read.replies, ['Yes', 'No']);
  assert.deepEqual(shown([], { replies: ['Yes'] }).cards, []);
});

test('reading: what is broken, empty or of a later version is left to its words', () => {
  assert.equal(readCards(nothing), undefined);
  assert.equal(readCards(new Uint8Array([0x84, 8])), undefined);
  assert.equal(readCards(new Uint8Array([0x84, 8, 255, 255, 255])), undefined);
  const whole = message([product()]);
  for (let end = 1; end < whole.length; end += 1) assert.equal(readCards(whole.slice(0, end)), undefined, `cut at ${end}`);
  assert.equal(readCards(encodeContent({ type: 'TextContent', body: 'hello', page: null })), undefined);
  assert.equal(shown([]), undefined, 'neither cards nor answers');
  assert.equal(shown([noCard]), undefined, 'a card of no kind known');
  assert.equal(shown([product(), noCard]), undefined, 'one of two');
  assert.equal(shown([{ ...product(), link: { url: 'https://a.example/', title: '', summary: '', picture: nothing } }]), undefined, 'two kinds in one');
  const { product: cup } = product();
  assert.equal(shown([{ ...noCard, product: { ...cup, name: '\u202e\u0007' } }]), undefined, 'a name of nothing seen');
  assert.throws(() => message([{ ...noCard, cart: { url: '', lines: Array(100).fill({ name: 'Cup', quantity: 1, price: null }), total: null } }]), 'a hundred lines');
});

test('reading: bidi and control characters go, money of no currency is not shown', () => {
  const { product: cup } = product();
  const { cards } = shown([{ ...noCard, product: { ...cup, name: 'gift\u202e00.1\u0000\ncard', options: ['\u2066'], price: { amount: 1, currency: '$$$' } } }]);
  assert.equal(cards[0].product.name, 'gift00.1 card');
  assert.deepEqual(cards[0].product.options, []);
  assert.equal(cards[0].product.price, null);
});

test('reading: a card leads to https, or to the shop that the panel stands on', () => {
  for (const url of ['javascript:alert(1)', 'http://a.example/', 'data:text/html,x', 'https://user:word@a.example/', 'a.example', 'me@a.example', 'tel:+123456', '']) {
    assert.equal(linkOf(url), undefined, url);
    assert.equal(shown([{ ...noCard, link: { url, title: 'Bank', summary: '', picture: nothing } }]), undefined, url);
  }
  assert.deepEqual(linkOf('https://a.example/b'), { href: 'https://a.example/b' });
  assert.deepEqual(linkOf('http://127.0.0.1:8080/b', 'http://127.0.0.1:8080'), { href: 'http://127.0.0.1:8080/b', isOwn: true });
});

test('reading: a picture is drawn by its bytes alone, when it is a small JPEG or WebP', () => {
  const webp = (width, height) => {
    const bytes = new Uint8Array(30);
    bytes.set(Buffer.from('RIFF\x16\0\0\0WEBPVP8 \x0a\0\0\0\0\0\0\x9d\x01\x2a', 'latin1'));
    new DataView(bytes.buffer).setUint16(26, width, true);
    new DataView(bytes.buffer).setUint16(28, height, true);
    return bytes;
  };
  assert.equal(pictureTypeOf(webp(160, 120)), 'image/webp');
  assert.equal(pictureTypeOf(webp(16383, 16383)), undefined);
  assert.equal(pictureTypeOf(webp(0, 10)), undefined);
  assert.equal(pictureTypeOf(new Uint8Array(png({ width: 8, height: 8 }))), undefined);
  assert.equal(pictureTypeOf(Buffer.from('<svg onload="alert(1)"/>')), undefined);
  assert.equal(pictureTypeOf(nothing), undefined);
});

test('sameness: another choice is another thing, another price is not', () => {
  assert.equal(keyOf(product({ id: 'cup' })), keyOf(product({ id: 'cup', price: 20 })));
  assert.notEqual(keyOf(product({ id: 'cup' })), keyOf(product({ id: 'cup', options: ['M'] })));
  assert.notEqual(keyOf(cardOf('order', { number: '1', status: 'paid' })), keyOf(cardOf('order', { number: '1', status: 'sent' })));
});

test('recent products: newest first, each once, found by their words', () => {
  const row = (at, ...cards) => ({ mid: `${at}`, at, cards: { cards } });
  const standings = { of: new Map([['9', { isDeleted: true }]]) };
  const talk = { standings, rows: [row(9, product({ name: 'Deleted' })), row(1, product({ name: 'Cup' }), product({ name: 'Tin' })), row(3, product({ name: 'Cup' }))] };
  const other = { standings, rows: [], last: row(2, product({ name: 'Blue kettle', options: ['1 l'] }), cardOf('coupon', { code: 'A' })) };
  const products = productsOf([talk, other]);
  assert.deepEqual(products.map(({ card }) => card.product.name), ['Cup', 'Blue kettle', 'Tin']);
  assert.deepEqual(productsWith(products, 'KETTLE 1').map(({ card }) => card.product.name), ['Blue kettle']);
  assert.equal(productsWith(products, '').length, 3);
});

test('words: every language has the phrases of English, with the same values in them', () => {
  const read = (language) => JSON.parse(readFileSync(`${root}/assets/locales/cards/${language}.json`, 'utf8'));
  const values = (phrase) => [...new Set((typeof phrase === 'string' ? phrase : phrase.other).match(/\{\w+\}/g))].sort();
  const words = read('en');
  for (const language of ['zh', 'ar']) {
    const other = read(language);
    assert.deepEqual(Object.keys(other), Object.keys(words), language);
    for (const [key, phrase] of Object.entries(words)) assert.deepEqual(values(other[key]), values(phrase), `${language} ${key}`);
  }
});
