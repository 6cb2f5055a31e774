import * as z from "zod";
import { leaf, secretLeaf } from "./leaf.ts";
import { readText } from "./path-leaves.ts";
import { shape } from "./shape.ts";

/** A certificate with its chain, and its private key, in PEM. */
export const tlsSchema = z.strictObject(
	{
		certificate: leaf<string, string>(readText),
		key: secretLeaf(readText),
	},
	shape("an object like { certificate, key }"),
);
