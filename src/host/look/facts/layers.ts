import { cutService, serverKey } from "../../../ipvs/key.ts";
import { recordDirectory } from "../../../model/record-directory.ts";
import { sh } from "../../../ssh/shell.ts";
import { type Layer, layerOwners } from "../../observed.ts";
import type { Question } from "../../question.ts";

/** The file in which the script of a director notes what drains and checks laid over the declared weights. */
export function layersFile(owner: string): string {
	return `${recordDirectory(owner)}/layers`;
}

/** Looked at only on a director. */
export const layers: Question<Readonly<Record<string, Layer>>> = {
	probe: ({ ipvs }, _family, owner) =>
		Object.keys(ipvs).length === 0
			? ""
			: sh`[ ! -e ${layersFile(owner)} ] || cat ${layersFile(owner)}`,
	parse: ({ lines }) =>
		Object.fromEntries(
			lines.flatMap((line) => {
				const [service, [server = "", value, word]] = cutService(
					line.split(" "),
				);
				const by = layerOwners.find((each) => each === word);
				return by === undefined
					? []
					: [
							[
								serverKey(service.join(" "), server),
								{ weight: value === "out" ? "out" : Number(value), by },
							],
						];
			}),
		),
};
