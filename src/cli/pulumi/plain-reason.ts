import { stripVTControlCharacters } from "node:util";
import { missingPackage } from "../../lab/missing-package.ts";

/** Why a program failed, without what Pulumi and Node add: frames of their own, colours, the inputs in which a wrong value stood. */
export function plainReason(text: string): string {
	return text.split("\n").flatMap(plainLine()).join("\n");
}

/** As `plainReason`, for lines that come one after the other. */
export function plainLine(): (line: string) => string[] {
	/** Within the fields of an error, which Node prints after the frames. */
	let inFields = false;
	return (line) => {
		const bare = stripVTControlCharacters(line);
		if (inFields) {
			inFields = bare !== "}";
			return [];
		}
		const isFrame = /^\s+at /.test(bare);
		inFields = isFrame && bare.endsWith("{");
		// where in the user's own program it was is worth knowing
		if (isFrame) return /node:|node_modules/.test(bare) ? [] : [bare];
		return [missingPackage(bare) ?? line.replace(serializing, "")];
	};
}

const serializing = /^(error serializing property "[^"]*": )+/;
