import { suite } from "node:test";
import { recordedSamples } from "../recorded-samples.ts";
import { declared } from "./declared.ts";

/** Configurations in the shapes that people publish. `node samples.test.ts --write` records what is made of each. */
suite("a ldirectord.cf as people have them", () => {
	recordedSamples(`${import.meta.dirname}/samples/*.cf`, declared);
});
