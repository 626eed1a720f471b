// Package output holds a built site in memory, publishes it atomically, and takes the picture of the project that
// a build sees. It is the generator's door to the disk.
//
// # The tree
//
// A [Tree] is a site: names and bytes, an [fs.FS] without times or owners. A name must work wherever the site may
// be copied to, so [Tree.Add] refuses what Windows cannot hold and two names that would be one file on a disk that
// ignores case or Unicode form.
//
// # Publishing
//
// [Publish] writes a tree to a folder so that whoever looks sees the whole old site or the whole new one, even
// when the generator is killed or the disk is full:
//
//  1. It takes a lock beside the folder (.NAME.lock), so that two builds at once follow each other.
//  2. It removes what a killed build left beside the folder, if it is certainly the generator's.
//  3. It looks at the folder. A folder the generator may write holds nothing, or a manifest
//     (.boussole-manifest.json) that lists every file in it with its SHA-256. Anything else in the folder is
//     somebody's work: it is named, and nothing is written or deleted.
//  4. If the files equal the tree, byte for byte, nothing is written.
//  5. It builds the new site in a folder beside the old one (.NAME.new-…), on the same disk, and has it stored
//     durably.
//  6. It swaps the two folders in one step: renameat2(RENAME_EXCHANGE) on Linux, renamex_np(RENAME_SWAP) on macOS.
//     Where the disk cannot do that the old folder is moved away and the new one put in its place; a build killed
//     in that instant is repaired by the next one.
//  7. It deletes the old site, file by file as its manifest lists them; what is not listed is never deleted.
//
// Files have the mode 0644 and folders 0755, whatever the umask.
//
// # The project
//
// [ReadProject] reads content, layouts and static into memory once. All stages of a build see that picture, so a
// page that is saved meanwhile is the old one or the new one, never half of each. It refuses symbolic links, so
// nothing outside the project can be published.
package output
