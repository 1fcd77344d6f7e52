/** The contract's REST objects, as the server sends them. */

export interface User {
  id: number
  username: string
  first_name: string
  last_name: string
}

export type Role = 'owner' | 'admin' | 'member'

export interface Member extends User {
  role: Role
  joined_at: string
}

export interface Message {
  id: number
  /** The place in the session's log at which it was posted. */
  seq: number
  user: User
  /** What was typed; empty once deleted. */
  message: string
  created_at: string
  edited_at: string | null
  deleted_at: string | null
  client_message_id: string | null
}

/** What is the same for everybody who looks at a chat session. */
export interface SharedSession {
  uri: string
  title: string
  owner: User
  created_at: string
}

/** A chat session as one of its members sees it. */
export interface Session extends SharedSession {
  role: Role
  last_seq: number
  last_read_seq: number
  unread_count: number
  member_count: number
  last_message: Message | null
}

export interface SessionDetail extends Session {
  members: Member[]
}

export interface Page<T> {
  next: string | null
  previous: string | null
  results: T[]
}

export interface MessagePage {
  uri: string
  messages: Message[]
  has_more: boolean
}

export interface Ticket {
  ticket: string
  more: string[]
  expires_in: number
  path: string
}

export interface ReadState {
  last_read_seq: number
  unread_count: number
}

export interface Instance {
  registration: 'open' | 'closed'
}
