/** Frees what a test has put on the page. */
import { cleanup } from '@testing-library/vue'
import { afterEach } from 'vitest'

afterEach(cleanup)
