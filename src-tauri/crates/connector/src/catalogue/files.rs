//! The files that are embedded into the build, and how they are read: all at once, on every core.

use std::{num::NonZeroUsize, thread};

use crate::{Connector, FileProblem};

/// Every file of the connectors folder: name and text, by name.
pub(super) const FILES: &[(&str, &str)] = &include!(concat!(env!("OUT_DIR"), "/connectors.rs"));

/// More threads than this cost more to start than they save.
const THREADS: usize = 8;
/// Fewer files than this for a thread are not worth one.
const FILES_EACH: usize = 16;

/// What came of one file, by its name.
pub(super) type Read = (String, Result<Connector, Vec<FileProblem>>);

/// Reads files, in their order.
pub(super) fn read<T: AsRef<str> + Sync>(files: &[(T, T)]) -> Vec<Read> {
    let one = |(name, text): &(T, T)| (name.as_ref().to_owned(), Connector::parse(text.as_ref()));
    let cores = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let threads = cores.min(THREADS).min(files.len() / FILES_EACH).max(1);
    if threads == 1 {
        return files.iter().map(one).collect();
    }
    let (own, others) = files.split_at(files.len() / threads);
    thread::scope(|scope| {
        let others: Vec<_> = others
            .chunks(others.len().div_ceil(threads - 1))
            .map(|chunk| {
                (
                    chunk,
                    scope.spawn(move || chunk.iter().map(one).collect::<Vec<_>>()),
                )
            })
            .collect();
        let mut read: Vec<Read> = own.iter().map(one).collect();
        for (chunk, thread) in others {
            // A thread that ended early (none of ours panics) is made up for here.
            read.extend(thread.join().unwrap_or_else(|_| chunk.iter().map(one).collect()));
        }
        read
    })
}
