import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';

/** A subgraph of the shop. */
export interface ShopSubgraph {
  readonly sdl: string;
  readonly resolvers: GraphQLResolverMap<unknown>;
}

interface ProductReference {
  readonly upc: string;
  readonly price?: number;
  readonly weight?: number;
}

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@external", "@requires", "@provides", "@shareable"])\n';
/** As many as the largest answer has. */
const PRODUCTS = 5_000;
const LONG_TEXT = 'It came in time, well packed, and does what it is for; I would buy it again, at that price. '.repeat(
  10,
);

const users = ['Ash', 'Birch', 'Cedar', 'Elm', 'Hazel', 'Oak'].map((tree, index) => ({
  id: `${index + 1}`,
  name: `${tree} Customer`,
  username: tree.toLowerCase(),
  birthday: 1_000_000_000 + index,
}));
const things = ['Table', 'Couch', 'Glass', 'Chair', 'Screen', 'Lamp', 'Grill', 'Fridge', 'Sofa'];
const products = Array.from({ length: PRODUCTS }, (_, index) => ({
  upc: `${index + 1}`,
  name: index < things.length ? things[index] : `${things[index % things.length]} ${index + 1}`,
  price: 15 + ((index * 433) % 2_000),
  weight: 20 + ((index * 170) % 900),
}));
/** Which product each review is of, and how long it is. */
const reviews = (
  [
    ['1', 445],
    ['1', 290],
    ['1', 275],
    ['1', 145],
    ['2', 445],
    ['2', 290],
    ['2', 275],
    ['2', 145],
    ['3', 145],
    ['4', 145],
    ['4', 870],
  ] as const
).map(([upc, length], index) => ({
  id: `${index + 1}`,
  body: LONG_TEXT.slice(0, length),
  product: { upc },
  author: { id: users[0]?.id, username: users[0]?.username },
}));
const productsByUpc = new Map(products.map((product) => [product.upc, product]));

/**
 * Four subgraphs in the shape that federation is commonly measured with: small, tied to each other by many references,
 * with `@requires` and `@provides`.
 */
export const SHOP: Readonly<Record<'accounts' | 'inventory' | 'products' | 'reviews', ShopSubgraph>> = {
  accounts: {
    sdl: `${LINK}
      type Query { me: User, user(id: ID!): User, users: [User] }
      type User @key(fields: "id") { id: ID!, name: String, username: String @shareable, birthday: Int }`,
    resolvers: {
      Query: {
        me: () => users[0],
        user: (_: unknown, { id }: { id: string }) => users.find((user) => user.id === id),
        users: () => users,
      },
      User: { __resolveReference: ({ id }: { id: string }) => users.find((user) => user.id === id) },
    },
  },
  inventory: {
    sdl: `${LINK}
      type Product @key(fields: "upc") {
        upc: String!
        weight: Int @external
        price: Int @external
        inStock: Boolean
        shippingEstimate: Int @requires(fields: "price weight")
      }`,
    resolvers: {
      Product: {
        __resolveReference: (product: ProductReference) => ({ ...product, inStock: Number(product.upc) % 4 < 2 }),
        shippingEstimate: ({ price = 0, weight = 0 }: ProductReference) => (price > 1_000 ? 0 : Math.round(weight / 2)),
      },
    },
  },
  products: {
    sdl: `${LINK}
      type Query { topProducts(first: Int = 5): [Product] }
      type Product @key(fields: "upc") { upc: String!, name: String, price: Int, weight: Int }`,
    resolvers: {
      Query: { topProducts: (_: unknown, { first }: { first: number }) => products.slice(0, first) },
      Product: { __resolveReference: ({ upc }: ProductReference) => productsByUpc.get(upc) },
    },
  },
  reviews: {
    sdl: `${LINK}
      type Review @key(fields: "id") { id: ID!, body: String, product: Product, author: User @provides(fields: "username") }
      type User @key(fields: "id") { id: ID!, username: String @external, reviews: [Review] }
      type Product @key(fields: "upc") { upc: String!, reviews: [Review] }`,
    resolvers: {
      Review: { __resolveReference: ({ id }: { id: string }) => reviews.find((review) => review.id === id) },
      User: { reviews: () => reviews.slice(0, 2) },
      Product: { reviews: ({ upc }: ProductReference) => reviews.filter((review) => review.product.upc === upc) },
    },
  },
};

const PRODUCT = 'inStock name price shippingEstimate upc weight';
const REVIEWS_OF_AUTHOR = `author { id username name reviews { id body product { ${PRODUCT} } } }`;

/** From all four subgraphs and back again, seven levels deep. `users` is what the client calls that field. */
export function deepQuery(usersAlias = 'users'): string {
  return `{
    ${usersAlias}: users {
      id username name
      reviews { id body product { ${PRODUCT} reviews { id body ${REVIEWS_OF_AUTHOR} } } }
    }
    topProducts { ${PRODUCT} reviews { id body ${REVIEWS_OF_AUTHOR} } }
  }`;
}

/** Many entities from one subgraph that another completes. */
export const LONG_QUERY = `{ topProducts(first: ${PRODUCTS}) { ${PRODUCT} } }`;
