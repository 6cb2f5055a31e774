import { cutService, serverKey } from "../../../ipvs/key.ts";
import { sh } from "../../../ssh/shell.ts";
import { layersFile } from "../../director-files.ts";
import { type Layer, layerOwners } from "../../observed.ts";
import type { Question } from "../../question.ts";

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
