/** A thing that no two roles of a host can both have, in the words of `sole`: the engine of a replica has nothing else. */
export const copyOfDatabase = "the copy of a database";
