// The room with `ws` and amqplib: one queue for the process, each event written to all clients.
const amqp = require('amqplib')
const { WebSocketServer } = require('ws')

const { AMQP_URL, EXCHANGE, PORT } = process.env

async function main() {
  const connection = await amqp.connect(AMQP_URL)
  const channel = await connection.createChannel()
  await channel.assertExchange(EXCHANGE, 'fanout', { durable: false })
  const { queue } = await channel.assertQueue('', { exclusive: true })
  await channel.bindQueue(queue, EXCHANGE, '')
  const server = new WebSocketServer({
    host: '127.0.0.1',
    port: Number(PORT),
    backlog: 4096,
    perMessageDeflate: false,
  })
  server.on('connection', (client) => client.send('welcome'))
  await channel.consume(queue, (message) => {
    for (const client of server.clients) client.send(message.content, { binary: false })
    channel.ack(message)
  })
}

main()
