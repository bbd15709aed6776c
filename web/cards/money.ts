// SPDX-License-Identifier: Apache-2.0
// Amounts of money: whole numbers of the smallest unit inside, a decimal for people. Between the two
// digits are moved, never multiplied: 19.99 has no exact binary fraction.
import type { Money } from '@wire/wire';

const currencyCode = /^[A-Z]{3}$/;
/** What a sum of prices in binary fractions may be off by, in further decimals. */
const noiseDigits = 4;

/** How many decimals the currency has: 2 for EUR, 0 for JPY, 3 for KWD. Undefined for what is no currency code. */
export function digitsOf(currency: string): number | undefined {
  if (!currencyCode.test(currency)) return undefined;
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits;
}

/** 19.9 or "19.90" in minor units; undefined for what is no amount of this currency. */
export function minorUnits(value: unknown, currency: string): number | undefined {
  const digits = digitsOf(currency);
  if (digits === undefined) return undefined;
  // 0.1 + 0.2 is meant to be 0.3.
  const text = typeof value === 'number' ? String(Number(value.toFixed(digits + noiseDigits))) : value;
  if (typeof text !== 'string') return undefined;
  const [, whole, part = ''] = /^(\d{1,15})(?:\.(\d+?)0*)?$/.exec(text) ?? [];
  const decimals = part === '0' ? '' : part;
  if (whole === undefined || decimals.length > digits) return undefined;
  const amount = Number(whole + decimals.padEnd(digits, '0'));
  return Number.isSafeInteger(amount) ? amount : undefined;
}

/** "12.50" of 1250 EUR. Empty for a currency that is none. */
export function decimalOf({ amount, currency }: Money): string {
  const digits = digitsOf(currency);
  if (digits === undefined) return '';
  const text = String(amount).padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** As the language writes it. */
export function moneyText(locale: string, money: Money): string {
  const decimal = decimalOf(money);
  if (!decimal) return '';
  // The decimal itself where the browser takes one; elsewhere it becomes a number first.
  return new Intl.NumberFormat(locale, { style: 'currency', currency: money.currency }).format(decimal as unknown as number);
}
