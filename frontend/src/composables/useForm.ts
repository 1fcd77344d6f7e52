/** One form's way to the server: busy, and what was wrong with which field. */
import { ref } from 'vue'

import { ApiError, sentence } from '@/api/errors'

export function useForm() {
  const busy = ref(false)
  const error = ref('')
  const fields = ref<Record<string, string[]>>({})

  /** Runs `send` unless it runs already; returns whether it went well. */
  async function submit(send: () => Promise<void>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    error.value = ''
    fields.value = {}
    try {
      await send()
      return true
    } catch (problem) {
      if (problem instanceof ApiError) fields.value = problem.fields
      const told = Object.keys(fields.value).length > 0 && !(problem as ApiError).detail
      error.value = told ? '' : sentence(problem)
      return false
    } finally {
      busy.value = false
    }
  }

  return { busy, error, fields, submit }
}
