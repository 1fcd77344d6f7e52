/** What runs while somebody is signed in: the gateway, joined to the stores. */
import { useEventListener, watchDebounced } from '@vueuse/core'
import { onScopeDispose, ref, watch } from 'vue'
import { useRouter } from 'vue-router'

import { ApiError, isPassing, sentence } from '@/api/errors'
import { useAuth } from '@/stores/auth'
import { useChats } from '@/stores/chats'
import { useConnection } from '@/stores/connection'
import { useEconomy } from '@/stores/economy'
import { useLog } from '@/stores/log'
import { useNotifications } from '@/stores/notifications'
import { useOutbox } from '@/stores/outbox'
import { usePeople } from '@/stores/people'
import { useWins } from '@/stores/wins'

import { useGateway } from './useGateway'
import { useReadElsewhere } from './useReadElsewhere'

/** How long the gateway may take to announce a chat that this page has joined. */
const ANNOUNCED_WITHIN = 2_000
/** Above this, one call for all chats costs less than one for each. */
const ONE_BY_ONE = 5

export function useChatire() {
  const auth = useAuth()
  const chats = useChats()
  const state = useConnection()
  const economy = useEconomy()
  const log = useLog()
  const notifications = useNotifications()
  const outbox = useOutbox()
  const people = usePeople()
  const wins = useWins()
  const router = useRouter()
  /** Why the list of chats could not be read. */
  const trouble = ref('')

  const gateway = useGateway({
    deliver: log.receive,
    sync,
    shown: () => chats.sessions.keys(),
    changed: (connection) => state.update(connection.phase, connection.why),
    signIn: () => {
      auth.leave()
      void router.push({ name: 'sign-in', query: { next: router.currentRoute.value.fullPath } })
    },
  })

  async function sync(sessions: string[] = []): Promise<boolean> {
    const few = sessions.length > 0 && sessions.length <= ONE_BY_ONE
    try {
      await (few ? Promise.all(sessions.map(log.catchUp)) : log.sync())
      trouble.value = ''
      outbox.flush()
      if (!few) await readOwn()
      return true
    } catch (error) {
      if (!(error instanceof ApiError || isPassing(error))) throw error
      trouble.value = sentence(error)
      return false
    }
  }

  /** What events have told of oneself stands in no log: it is read again. */
  async function readOwn(): Promise<void> {
    await Promise.all([economy.read(), notifications.load()])
    await wins.load()
  }

  async function start(): Promise<void> {
    outbox.restore()
    await sync()
    gateway.start()
  }

  // A chat that is started or joined is announced by the gateway; if not, it is asked for.
  watchDebounced(() => chats.sessions.size, gateway.compare, { debounce: ANNOUNCED_WITHIN })

  useReadElsewhere()
  people.onTyping((session) => gateway.say({ type: 'typing', session }))
  watch(() => state.live, people.clear)
  watch(() => auth.user?.invisible, (invisible) => {
    // Not while somebody leaves: he has no claims any more.
    if (invisible !== undefined) gateway.renew()
  })

  const measureNetwork = () => (state.offline = !navigator.onLine)
  useEventListener(window, ['online', 'offline'], measureNetwork)
  measureNetwork()
  onScopeDispose(() => [log.clear, people.clear].forEach((clear) => clear()))

  return { start, sync, trouble, reconnect: gateway.start }
}
