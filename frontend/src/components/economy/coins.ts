/** How amounts of coins are written. */

const WHOLE = new Intl.NumberFormat()
const SHORT = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 })
const SIGNED = new Intl.NumberFormat(undefined, { signDisplay: 'always' })

/** From here on there is no room for every digit. */
const LONG = 100_000

export const inCoins = (amount: number) => (amount === 1 ? '1 coin' : `${WHOLE.format(amount)} coins`)

export const amountText = (amount: number) => WHOLE.format(amount)

export const signed = (amount: number) => SIGNED.format(amount)

/** For narrow places: the whole amount is said elsewhere. */
export const shortly = (amount: number) => (Math.abs(amount) < LONG ? WHOLE : SHORT).format(amount)
