import type { z } from 'zod';
import { type AppError, appError, fail, ok, type Result } from '../domain/result';
import { type CommandName, commandSchemas, type QueryName, querySchemas } from './contract';

export { type AudioRoad, createBridgeClient } from './client';
export { createMemoryBridge, createPortPair } from './memory';
export { createBridgeServer } from './server';
export type { DeskDoor, Port, RoadState, TopicMessage, WireMessage } from './wire';

export const isCommand = (name: string): name is CommandName => Object.hasOwn(commandSchemas, name);
export const isQuery = (name: string): name is QueryName => Object.hasOwn(querySchemas, name);

/** The one door of commands: a known name and an input that fits its schema, or `unknown-command`/`invalid-input`. */
export function readCommand(name: string, input: unknown): Result<{ name: CommandName; input: unknown }> {
  if (!isCommand(name)) return fail(unknownName(name));
  const read = readInput(commandSchemas[name], name, input);
  return read.ok ? ok({ name, input: read.value }) : read;
}

/** The same door for queries. */
export function readQuery(name: string, input: unknown): Result<{ name: QueryName; input: unknown }> {
  if (!isQuery(name)) return fail(unknownName(name));
  const read = readInput(querySchemas[name], name, input);
  return read.ok ? ok({ name, input: read.value }) : read;
}

const unknownName = (name: string): AppError =>
  appError('unknown-command', 'no such command or query', { tried: name.replace(/[^\w.-]/g, '').slice(0, 60) });

function readInput(schema: z.ZodType, name: string, input: unknown): Result<unknown> {
  const parsed = schema.safeParse(input ?? {});
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  // Only the field's name travels back: the value may be a key or a number.
  const field = issue?.path.map(String).join('.') || '(input)';
  return fail(
    appError('invalid-input', `${field}: ${issue?.code ?? 'invalid'}`, {
      tried: name,
      params: { field, rule: issue?.code ?? 'invalid' },
    }),
  );
}
