//! The desktop shell: windows, links, and the one command through which the page talks to the engine.
//!
//! Thin on purpose: what Patchbay does is in the engine, what can be asked of it in `patchbay-commands`, how an engine
//! is put together around a folder in `patchbay-api`. Only this crate names Tauri.

mod appearance;
mod arguments;
mod authorization;
mod events;
mod host;
mod instance;
mod links;
mod log;
mod main_window;
mod notify;
mod profile;
mod rpc;
mod save_file;
mod surfaces;
mod surroundings;

use std::{path::PathBuf, process::ExitCode};

use arguments::{Arguments, Asks};
use host::{Host, Place};
use tauri::{AppHandle, Manager as _, RunEvent, WindowEvent};
use url::Url;

/// Runs the window until it is closed; a process started by a link may end at once.
pub fn run() -> ExitCode {
    log::start();
    let arguments = Arguments::parse(std::env::args().skip(1), profile::SCHEME);
    if let Some(asks) = arguments.asks {
        return answer(asks);
    }
    let place = match Place::of(&arguments) {
        Ok(place) => place,
        Err(error) => return complain(&error),
    };
    // Before anything of the desktop's is touched: whoever holds the folder may not be a window at all.
    if let Some(link) = &arguments.link
        && let Some(code) = links::hand_to_holder(&place.folder, link)
    {
        return code;
    }
    match build(place, arguments.link) {
        Ok(app) => {
            app.run(on_event);
            ExitCode::SUCCESS
        }
        Err(error) => complain(&format!("The window could not be opened: {error}")),
    }
}

fn build(place: Place, link: Option<Url>) -> tauri::Result<tauri::App> {
    #[allow(clippy::exit, reason = "in the macro's own expansion")]
    let context = tauri::generate_context!();
    let mut builder = tauri::Builder::default();
    // First of all plugins: a second process must end before it starts anything.
    if let Some(plugin) = instance::plugin(&context.config().identifier, &place) {
        builder = builder.plugin(plugin);
    }
    builder
        .plugin(tauri_plugin_deep_link::init())
        .plugin(main_window::memory(&place.folder))
        .manage(Host::new(place))
        .invoke_handler(tauri::generate_handler![rpc::rpc, save_file::save_file])
        .setup(move |app| Ok(begin(app.handle(), link)?))
        .build(context)
}

/// Opens the window and starts the engine behind it; for a link, the other way round.
fn begin(app: &AppHandle, link: Option<Url>) -> tauri::Result<()> {
    links::listen(app);
    let app = app.clone();
    if let Some(link) = link {
        tauri::async_runtime::spawn(links::arrive_cold(app, link));
        return Ok(());
    }
    main_window::show(&app)?;
    tauri::async_runtime::spawn(async move { app.state::<Host>().start(&app).await });
    Ok(())
}

fn on_event(app: &AppHandle, event: RunEvent) {
    match event {
        // The authorization windows live only for the main window.
        RunEvent::WindowEvent {
            label,
            event: WindowEvent::Destroyed,
            ..
        } if label == main_window::LABEL => app.exit(0),
        RunEvent::Exit => tauri::async_runtime::block_on(app.state::<Host>().stop()),
        _ => {}
    }
}

#[allow(clippy::print_stdout, reason = "what --help and --version are for")]
fn answer(asks: Asks) -> ExitCode {
    match asks {
        Asks::Help => println!("{}", arguments::HELP),
        Asks::Version => println!("{} {}", profile::NAME, env!("CARGO_PKG_VERSION")),
    }
    ExitCode::SUCCESS
}

#[allow(clippy::print_stderr, reason = "there is no window to say it in")]
fn complain(words: &str) -> ExitCode {
    eprintln!("patchbay-desktop: {words}");
    ExitCode::FAILURE
}

/// The folder where the platform keeps what users have, when neither command line nor environment name another.
fn default_folder() -> Result<PathBuf, String> {
    patchbay_store::default_folder(profile::DEVELOPMENT).map_err(|error| error.to_string())
}
