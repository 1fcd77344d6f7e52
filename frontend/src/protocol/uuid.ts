/** Returns a random UUID (RFC 9562, version 4); `crypto.randomUUID` is missing without TLS. */
export function uuid(bytes: Uint8Array = crypto.getRandomValues(new Uint8Array(16))): string {
  const octets = new DataView(Uint8Array.from(bytes).buffer)
  octets.setUint8(6, (octets.getUint8(6) & 0x0f) | 0x40)
  octets.setUint8(8, (octets.getUint8(8) & 0x3f) | 0x80)
  const hex = Array.from(new Uint8Array(octets.buffer), (octet) => octet.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
