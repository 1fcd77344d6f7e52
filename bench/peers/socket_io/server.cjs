// The room in Socket.IO, with its Redis adapter.
const http = require('node:http')
const { createAdapter } = require('@socket.io/redis-adapter')
const { createClient } = require('redis')
const { Server } = require('socket.io')

const { PORT, REDIS_PORT } = process.env

async function main() {
  const publish = createClient({ url: `redis://127.0.0.1:${REDIS_PORT}` })
  const subscribe = publish.duplicate()
  await Promise.all([publish.connect(), subscribe.connect()])
  const server = http.createServer()
  const io = new Server(server, {
    adapter: createAdapter(publish, subscribe),
    transports: ['websocket'],
  })
  io.on('connection', async (socket) => {
    await socket.join('room')
    socket.emit('welcome')
  })
  server.listen({ port: Number(PORT), host: '127.0.0.1', backlog: 4096 })
}

main()
