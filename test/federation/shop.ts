/** Users, products and reviews in three subgraphs, as in the well-known federation demo. */

const users = [
  { id: '1', name: 'Ada', boss: '2' },
  { id: '2', name: 'Grace', boss: null },
];
const products = [
  { upc: 'a', name: 'Table', price: 100 },
  { upc: 'b', name: 'Lamp', price: 20 },
];
const reviews = [
  { id: 'r1', body: 'Fine', upc: 'a', author: '1' },
  { id: 'r2', body: 'Bright', upc: 'b', author: '1' },
  { id: 'r3', body: 'Wobbly', upc: 'a', author: '2' },
];

export const shop = {
  users: {
    sdl: `
      type Query { me: User, users: [User!]! }
      type User @key(fields: "id") { id: ID!, name: String!, boss: User }
    `,
    resolvers: {
      Query: { me: () => users[0], users: () => users },
      User: {
        __resolveReference: ({ id }: { id: string }) => users.find((user) => user.id === id),
        boss: (user: { boss: string | null }) => users.find(({ id }) => id === user.boss) ?? null,
      },
    },
  },
  products: {
    sdl: `
      type Query { products(first: Int = 10): [Product!]! }
      type Product @key(fields: "upc") { upc: ID!, name: String!, price: Int }
    `,
    resolvers: {
      Query: { products: (_: unknown, { first }: { first: number }) => products.slice(0, first) },
      Product: { __resolveReference: ({ upc }: { upc: string }) => products.find((product) => product.upc === upc) },
    },
  },
  reviews: {
    sdl: `
      type Review @key(fields: "id") { id: ID!, body: String!, product: Product!, author: User! }
      type User @key(fields: "id") { id: ID!, reviews: [Review!] }
      type Product @key(fields: "upc") { upc: ID!, reviews(first: Int = 10): [Review!]! }
    `,
    resolvers: {
      Review: {
        product: ({ upc }: { upc: string }) => ({ upc }),
        author: ({ author }: { author: string }) => ({ id: author }),
      },
      User: { reviews: ({ id }: { id: string }) => reviews.filter(({ author }) => author === id) },
      Product: {
        reviews: ({ upc }: { upc: string }, { first }: { first: number }) =>
          reviews.filter((review) => review.upc === upc).slice(0, first),
      },
    },
  },
};
