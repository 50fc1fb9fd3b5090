/** Four subgraphs like those of the public federation benchmark, with what each of their features needs. */

const users = ['Uri', 'Dotan', 'Kamil'].map((name, index) => ({
  id: String(index + 1),
  name,
  username: name.toLowerCase(),
}));
const products = [
  { upc: '1', name: 'Table', price: 899, weight: 100 },
  { upc: '2', name: 'Couch', price: 1299, weight: 1000 },
  { upc: '3', name: 'Glass', price: 15, weight: 20 },
];
const reviews = ['1', '1', '2', '3'].map((upc, index) => ({
  id: String(index + 1),
  body: `Review ${index + 1}`,
  product: { upc },
  author: { id: String((index % 2) + 1), username: users[index % 2]?.username },
}));

export const bookshop = {
  accounts: {
    sdl: `
      type Query { me: User, user(id: ID!): User, users: [User], broken: String }
      type User @key(fields: "id") { id: ID!, name: String, username: String @shareable }
    `,
    resolvers: {
      Query: {
        me: () => users[0],
        user: (_: unknown, { id }: { id: string }) => users.find((user) => user.id === id),
        users: () => users,
        broken: () => {
          throw new Error('It is broken');
        },
      },
      User: { __resolveReference: ({ id }: { id: string }) => users.find((user) => user.id === id) },
    },
  },
  inventory: {
    sdl: `
      type Product @key(fields: "upc") {
        upc: String!
        weight: Int @external
        price: Int @external
        inStock: Boolean
        shippingEstimate: Int @requires(fields: "price weight")
      }
    `,
    resolvers: {
      Product: {
        inStock: ({ upc }: { upc: string }) => upc !== '2',
        shippingEstimate: ({ price, weight }: { price: number; weight: number }) => (price > 1000 ? 0 : weight / 2),
      },
    },
  },
  products: {
    sdl: `
      type Query { topProducts(first: Int = 5): [Product], search(text: String!): [Found] }
      union Found = Product | User
      type Product @key(fields: "upc") { upc: String!, name: String, price: Int, weight: Int }
      type User @key(fields: "id", resolvable: false) { id: ID! }
    `,
    resolvers: {
      Query: {
        topProducts: (_: unknown, { first }: { first: number }) => products.slice(0, first),
        search: () => [
          { __typename: 'Product', ...products[1] },
          { __typename: 'User', id: '1' },
        ],
      },
      Product: { __resolveReference: ({ upc }: { upc: string }) => products.find((product) => product.upc === upc) },
    },
  },
  reviews: {
    sdl: `
      type Review @key(fields: "id") { id: ID!, body: String, product: Product, author: User @provides(fields: "username") }
      type User @key(fields: "id") { id: ID!, username: String @external, reviews: [Review] }
      type Product @key(fields: "upc") { upc: String!, reviews: [Review] }
    `,
    resolvers: {
      User: { reviews: ({ id }: { id: string }) => reviews.filter(({ author }) => author.id === id) },
      Product: { reviews: ({ upc }: { upc: string }) => reviews.filter(({ product }) => product.upc === upc) },
    },
  },
};
