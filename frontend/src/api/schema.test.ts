// @vitest-environment node
import openapiTS, { astToString, COMMENT_HEADER } from 'openapi-typescript'
import { expect, test } from 'vitest'

import document from '../../../docs/openapi.yaml?raw'

import committed from './schema.d.ts?raw'

/** Otherwise `npm run types` makes them anew. */
test("the types are those of the server's OpenAPI document", async () => {
  const made = COMMENT_HEADER + astToString(await openapiTS(document))
  expect(committed).toBe(made)
})
