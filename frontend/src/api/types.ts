/** The contract's REST objects, by short names. `npm run types` makes them from docs/openapi.yaml. */
import type { components } from './schema'

type Schemas = components['schemas']

/** Somebody who would buy an item. */
export type Ask = Schemas['Ask']
/** A place where one is signed in. */
export type Device = Schemas['Device']
export type Draw = Schemas['Draw']
/** A draw with all that is needed to check it. */
export type DrawProof = Schemas['DrawWithEntrants']
export type Economy = Schemas['Economy']
/** Coins that came into one's wallet, or went. */
export type Entry = Schemas['Entry']
export type Instance = Schemas['Instance']
export type Item = Schemas['Item']
export type Member = Schemas['Member']
export type Message = Schemas['Message']
/** Oneself: what others see of a user, and whether they see that he is here. */
export type Me = Schemas['User'] & Pick<Schemas['OwnUser'], 'invisible'>
export type MessagePage = Schemas['History']
export type Notification = Schemas['Notification']
export type NotificationPage = Schemas['NotificationPage']
export type ReadState = Schemas['ReadState']
/** A chat session as one of its members sees it. */
export type Session = Schemas['Session']
export type SessionDetail = Schemas['SessionWithMembers']
export type Ticket = Schemas['Ticket']
export type Wallet = Schemas['Wallet']
export type User = Schemas['User']

/** What is the same for everybody who looks at a chat session. */
export type SharedSession = Pick<Session, 'uri' | 'title' | 'kind' | 'owner' | 'created_at'>

/** A part of a session's log; `data` of its events is known by the protocol. */
export type Log = Schemas['Log']
export type Synced = Schemas['Synced']

/** What is sent. */
export type Account = Schemas['SignUpRequest']
export type Wishes = Schemas['PatchedPreferencesRequest']
export type NewPassword = Schemas['ResetPasswordRequest']
export type Link = Schemas['LinkRequest']
