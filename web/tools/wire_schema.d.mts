export function read_schema(): Record<string, unknown> & { server: unknown; client: unknown; binary: unknown };
export const kOutputs: Record<string, (schema: unknown) => string>;
