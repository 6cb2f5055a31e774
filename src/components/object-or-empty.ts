import * as pulumi from "@pulumi/pulumi";
import { fields } from "../model/fields.ts";

/** Arguments that may be anything, as an untyped program writes them: they are taken apart before a door has looked at them. */
export function objectOrEmpty<Args extends object>(args: Args): Partial<Args> {
	return isPlainObject(args) ? args : {};
}

/** Neither a list nor a resource, nor a value that comes later. */
export function isPlainObject(value: unknown): boolean {
	return (
		fields(value) !== undefined &&
		!pulumi.Resource.isInstance(value) &&
		!pulumi.Output.isInstance(value) &&
		!(value instanceof Promise)
	);
}
