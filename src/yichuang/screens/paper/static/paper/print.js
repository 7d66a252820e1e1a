// the button that opens the printer's dialog
document.querySelector("[data-print]")?.addEventListener("click", () => window.print());
