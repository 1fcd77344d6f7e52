// Publishes to the room from a process of its own, as bench.publisher tells it.
const readline = require('node:readline')
const { setTimeout: sleep } = require('node:timers/promises')
const { Emitter } = require('@socket.io/redis-emitter')
const { createClient } = require('redis')

const UNSTAMPED = '0'.repeat(17)
// CLOCK_MONOTONIC, as all the others read it.
const now = () => Number(process.hrtime.bigint()) / 1e9

async function publish(redis, emitter, { count, every, template }) {
  const began = now()
  for (let number = 0; number < count; number++) {
    const left = began + number * every - now()
    if (left > 0) await sleep(left * 1000)
    const body = template.replace(UNSTAMPED, now().toFixed(6).padStart(17, '0'))
    emitter.to('room').emit('event', JSON.parse(body))
  }
  await redis.ping() // behind all that was written
}

async function main() {
  const redis = createClient({ url: `redis://127.0.0.1:${process.env.REDIS_PORT}` })
  await redis.connect()
  const emitter = new Emitter(redis)
  for await (const line of readline.createInterface({ input: process.stdin })) {
    await publish(redis, emitter, JSON.parse(line))
    console.log('{}')
  }
  await redis.close()
}

main()
