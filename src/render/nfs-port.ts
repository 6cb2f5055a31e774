/** NFSv4 needs no other port. */
export const nfsPort = 2049;
