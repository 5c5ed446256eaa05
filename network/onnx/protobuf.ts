import protobuf from 'protobufjs/minimal.js';

type Scalar = 'int64' | 'int32' | 'float' | 'string' | 'bytes';

/** A field: its number, its type (a scalar or the name of a message), and whether it repeats. */
export type Field = readonly [number: number, type: string, repeated?: 'repeated'];
export type MessageSchema = Readonly<Record<string, Field>>;
export type Schema = Readonly<Record<string, MessageSchema>>;

/** A message as plain data: absent fields are undefined, repeated ones arrays. */
export type Message = Record<string, unknown>;

/** Protocol Buffers' wire types. */
const VARINT = 0;
const LENGTH = 2;
const FIXED32 = 5;

const WIRE: Readonly<Record<Scalar, number>> = {
  int64: VARINT,
  int32: VARINT,
  float: FIXED32,
  string: LENGTH,
  bytes: LENGTH,
};

const isScalar = (type: string): type is Scalar => Object.hasOwn(WIRE, type);

/** The bytes of `message`, whose type is `schema[type]`. */
export function encodeMessage(schema: Schema, type: string, message: object): Uint8Array {
  const writer = protobuf.Writer.create();
  writeMessage(writer, schema, type, message as Message);
  return writer.finish();
}

function writeMessage(writer: protobuf.Writer, schema: Schema, type: string, message: Message) {
  for (const [name, [number, fieldType, repeated]] of Object.entries(schema[type])) {
    const value = message[name];
    if (value === undefined) continue;
    const items = repeated === undefined ? [value] : (value as readonly unknown[]);
    for (const item of items) writeField(writer, schema, number, fieldType, item);
  }
}

function writeField(
  writer: protobuf.Writer,
  schema: Schema,
  number: number,
  type: string,
  value: unknown,
) {
  if (isScalar(type)) {
    writer.uint32((number << 3) | WIRE[type]);
    writeScalar(writer, type, value);
    return;
  }
  writer.uint32((number << 3) | LENGTH).fork();
  writeMessage(writer, schema, type, value as Message);
  writer.ldelim();
}

function writeScalar(writer: protobuf.Writer, type: Scalar, value: unknown) {
  if (type === 'string') writer.string(value as string);
  else if (type === 'bytes') writer.bytes(value as Uint8Array);
  else writer[type](value as number);
}

/** Reads a message; throws on bytes that are not one. Unknown fields are skipped. */
export function decodeMessage(schema: Schema, type: string, bytes: Uint8Array): Message {
  // A plain array, so that the bytes read are plain too, and not views with a Buffer's methods.
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return readMessage(new protobuf.Reader(plain), schema, type, plain.length);
}

function readMessage(reader: protobuf.Reader, schema: Schema, type: string, end: number): Message {
  const byNumber = new Map(Object.entries(schema[type]).map((entry) => [entry[1][0], entry]));
  const message: Message = {};
  for (const [name, [, , repeated]] of byNumber.values()) {
    if (repeated !== undefined) message[name] = [];
  }
  while (reader.pos < end) {
    const tag = reader.uint32();
    const entry = byNumber.get(tag >>> 3);
    if (entry === undefined) reader.skipType(tag & 7);
    else readField(reader, schema, entry, tag & 7, message);
  }
  if (reader.pos !== end) throw new RangeError(`${type} runs past its end`);
  return message;
}

function readField(
  reader: protobuf.Reader,
  schema: Schema,
  [name, [, type, repeated]]: readonly [string, Field],
  wire: number,
  message: Message,
) {
  if (repeated === undefined) {
    message[name] = readValue(reader, schema, type, wire);
    return;
  }
  const items = message[name] as unknown[];
  const packed = isScalar(type) && WIRE[type] !== LENGTH && wire === LENGTH;
  if (!packed) {
    items.push(readValue(reader, schema, type, wire));
    return;
  }
  const end = reader.uint32() + reader.pos;
  while (reader.pos < end) items.push(readValue(reader, schema, type, WIRE[type]));
}

function readValue(reader: protobuf.Reader, schema: Schema, type: string, wire: number): unknown {
  const expected = isScalar(type) ? WIRE[type] : LENGTH;
  if (wire !== expected) throw new RangeError(`a ${type} has wire type ${wire}`);
  if (!isScalar(type)) {
    const end = reader.uint32() + reader.pos;
    if (end > reader.len) throw new RangeError(`${type} is cut short`);
    return readMessage(reader, schema, type, end);
  }
  return type === 'int64' ? Number(reader.int64()) : reader[type]();
}
