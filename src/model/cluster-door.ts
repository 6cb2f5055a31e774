import { clusterClaims } from "./cluster-claims.ts";
import type { ClusterDeclaration } from "./declaration.ts";
import { door } from "./door.ts";
import { notTooManyPlaces } from "./not-too-many-places.ts";
import { remarks } from "./remarks.ts";
import { resolve } from "./resolve.ts";
import { rules } from "./rules.ts";
import { clusterSchema } from "./schema.ts";

export const clusterDoor = door<ClusterDeclaration>()({
	what: "cluster",
	schema: clusterSchema,
	rules,
	remarks,
	claims: clusterClaims,
	limits: notTooManyPlaces,
	resolve,
});
