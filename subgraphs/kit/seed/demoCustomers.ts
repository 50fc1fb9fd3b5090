import { seedId } from './seedId.ts';

/** A customer of the demo data. The systems' seeds refer to the same ones, each on its own. */
export interface DemoCustomer {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly createdAt: string;
}

/** How many customers the demo data has. */
const DEMO_CUSTOMERS = 240;

const FIRST_NAMES = [
  'Ada',
  'Amara',
  'Anders',
  'Bea',
  'Carlos',
  'Chiara',
  'Dara',
  'Elif',
  'Emil',
  'Fatima',
  'Goran',
  'Hana',
  'Ines',
  'Jonas',
  'Kofi',
  'Lena',
  'Mateo',
  'Noor',
  'Olga',
  'Priya',
] as const;
const LAST_NAMES = [
  'Okafor',
  'Lindqvist',
  'Moreau',
  'Tanaka',
  'Rossi',
  'Novak',
  'Haddad',
  'Weber',
  'Silva',
  'Kowalska',
  'Byrne',
  'Sato',
] as const;

/** The first customer came two years before the last; fixed, so that every start seeds the same. */
const FIRST_DAY = Date.UTC(2023, 9, 2, 8);
const STEP_MS = (2 * 365 * 86_400_000) / DEMO_CUSTOMERS;

/** The customers of the demo data, oldest first; the same on every call. */
export function demoCustomers(): readonly DemoCustomer[] {
  return Array.from({ length: DEMO_CUSTOMERS }, (_, index) => {
    const first = FIRST_NAMES[index % FIRST_NAMES.length] ?? '';
    const last = LAST_NAMES[Math.floor(index / FIRST_NAMES.length) % LAST_NAMES.length] ?? '';
    const atMs = FIRST_DAY + Math.round(index * STEP_MS);
    return {
      id: seedId('cus', atMs, index),
      name: `${first} ${last}`,
      email: `${first}.${last}@example.com`.toLowerCase(),
      createdAt: new Date(atMs).toISOString(),
    };
  });
}
