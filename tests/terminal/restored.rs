//! The terminal is given back as it was, however the program ends.

use std::os::unix::net::{UnixListener, UnixStream};

use copydesk::desk::{Workspace, choose};

use crate::terminal::{Desk, World, key};

#[test]
fn on_a_normal_exit() {
    let world = World::demo();
    let mut desk = world.open();
    let screen = desk.emulator();
    assert!(screen.alternate_screen() && screen.bracketed_paste());
    assert_ne!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    assert_eq!(desk.mode(1004), Some(true));
    assert!(!desk.echoes(), "{:?}", desk.line_modes());
    desk.quit();
    desk.assert_restored();
}

#[test]
fn after_the_mouse_was_let_go() {
    let world = World::demo();
    let mut desk = world.open();
    desk.keys(key::F12).wait_for("The mouse is the terminal's");
    desk.quit();
    desk.assert_restored();
}

const SOCKET: &str = "COPYDESK_TEST_SOCKET";
const NEWS: &str = "COPYDESK_TEST_NEWS";

/// There is no key that makes the program panic: this test runs itself in the terminal, and there
/// the program on one thread while another panics.
#[test]
fn on_a_panic() {
    if let (Some(socket), Some(news)) = (std::env::var_os(SOCKET), std::env::var_os(NEWS)) {
        let listener = UnixListener::bind(socket).unwrap();
        std::thread::spawn(move || {
            let _caller = listener.accept().unwrap();
            panic!("the panic that was asked for");
        });
        let today = jiff::civil::date(2026, 5, 27);
        let workspace = Workspace::find(news.as_ref()).unwrap();
        let listing = workspace.listing();
        let choice = choose(&workspace, &listing, None, today).unwrap();
        return copydesk::tui::run(workspace, listing, choice, today).unwrap();
    }
    let world = World::demo();
    let socket = world.path("socket");
    let world = world.with(SOCKET, socket.to_str().unwrap());
    let news = world.news();
    let world = world.with(NEWS, news.to_str().unwrap());
    let this = std::env::current_exe().unwrap();
    let mut desk: Desk = world.run(
        this.to_str().unwrap(),
        &["terminal::restored::on_a_panic", "--exact", "--nocapture"],
        200,
        60,
    );
    desk.wait_for("Front matter");
    desk.select("Listening to a Salt Marsh").keys(key::ENTER).wait_for("── Markdown");
    desk.keys("Not saved yet").wait_for("Not saved yet - [site](url)");
    UnixStream::connect(socket).unwrap();
    desk.wait_exit();
    desk.assert_restored();
    assert!(desk.screen().contains("the panic that was asked for"), "{}", desk.screen());
    assert!(world.kept().contains("Not saved yet"));
}
