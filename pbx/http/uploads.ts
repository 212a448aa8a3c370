import type { FastifyRequest } from 'fastify';

/** A file that came with a form. */
export interface Upload {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A form of several parts: its fields, and its files by the name of their part. */
export interface Form {
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly uploads: ReadonlyMap<string, Upload>;
}

/** Largest form that is read, bytes: a prompt and its fields. */
export const largestForm = 8_100_000;

export const noForm: Form = { fields: [], uploads: new Map() };

/** A body that says it is a form of several parts and is none. */
export class FormDamaged extends Error {
  readonly statusCode = 400;
}

/** The parts of `multipart/form-data` (RFC 7578); any other body is none. Throws `FormDamaged`. */
export async function formOf(request: FastifyRequest): Promise<Form> {
  const { body } = request;
  if (!Buffer.isBuffer(body)) return noForm;
  const type = request.headers['content-type'] ?? '';
  let data: FormData;
  try {
    data = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  } catch {
    throw new FormDamaged('the body is no form');
  }
  const fields: [string, string][] = [];
  const uploads = new Map<string, Upload>();
  for (const [name, value] of data) {
    if (typeof value === 'string') fields.push([name, value]);
    else uploads.set(name, { name: value.name, bytes: new Uint8Array(await value.arrayBuffer()) });
  }
  return { fields, uploads };
}
