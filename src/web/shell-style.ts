// How the page looks: calm, plain, readable in light and dark, from 320 px on, with focus always visible. The same variables
// colour Web Chat (client/style-options.ts reads them), so that page and chat are one.

export const shellStyle = `
:root{
--ground:#eef2f5;--paper:#fff;--ink:#17222d;--soft:#4b5966;--line:#c3cdd6;
--brand:#123b57;--brand-ink:#fff;--accent:#0b5a8a;--accent-ink:#fff;--mine:#dcebf5;
--urgent:#8c1d18;--notice:#fff4d9;--notice-ink:#3d2f00;--notice-line:#b98500;--focus:#0b5a8a;
--font:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
color-scheme:light;
}
@media (prefers-color-scheme:dark){:root{
--ground:#0f161c;--paper:#18212a;--ink:#e8eef3;--soft:#aebbc7;--line:#3c4a57;
--brand:#0c2233;--brand-ink:#e8eef3;--accent:#86c5ef;--accent-ink:#08202f;--mine:#1f3a4d;
--urgent:#ffb4ab;--notice:#33290b;--notice-ink:#ffe9b0;--notice-line:#b98500;--focus:#a9d8f7;
color-scheme:dark;
}}
*{box-sizing:border-box}
[hidden]{display:none!important}
html{height:100%;-webkit-text-size-adjust:100%}
body{margin:0;min-height:100%;min-height:100dvh;display:flex;flex-direction:column;background:var(--ground);color:var(--ink);font:1rem/1.5 var(--font);overflow-wrap:break-word}
p,h1{margin:0}
a{color:var(--accent)}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:2px}
header :focus-visible{outline-color:var(--brand-ink)}
.skip{position:absolute;left:-999rem}
.skip:focus{left:.5rem;top:.5rem;z-index:9;padding:.5rem 1rem;background:var(--paper)}
header{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;align-items:center;justify-content:space-between;padding:.625rem 1.25rem;background:var(--brand);color:var(--brand-ink)}
.name{font-weight:650;letter-spacing:.01em}
nav{display:flex;gap:.25rem}
nav a{display:block;padding:.25rem .625rem;min-height:2rem;color:inherit;text-decoration:none;border-bottom:2px solid transparent}
nav a:hover{text-decoration:underline}
nav a[aria-current]{border-bottom-color:currentColor;font-weight:650}
.lines{position:sticky;top:0;z-index:2;display:flex;flex-wrap:wrap;gap:0 1.5rem;padding:.5rem 1.25rem;background:var(--paper);border-bottom:1px solid var(--line);font-size:.9375rem}
.lines a{font-weight:650}
.urgent{font-weight:650;color:var(--urgent)}
.urgent a{color:inherit}
.demonstration,.notice{background:var(--notice);color:var(--notice-ink);border-left:4px solid var(--notice-line)}
.demonstration{padding:.625rem 1.25rem;font-size:.9375rem}
.demonstration a,.notice a{color:inherit}
main{flex:1;display:flex;flex-direction:column;width:100%;max-width:46rem;margin:0 auto;padding:2.5rem 1.25rem}
.lead{display:flex;flex-direction:column;gap:1.125rem;align-items:flex-start;padding:2.25rem;background:var(--paper);border:1px solid var(--line);border-radius:8px}
h1{font-size:clamp(1.5rem,1.2rem + 1.6vw,2.125rem);line-height:1.2;font-weight:680;letter-spacing:-.01em;text-wrap:balance}
.lead p{max-width:38rem;color:var(--soft)}
button{font:inherit;font-weight:650;min-height:3rem;padding:.625rem 1.5rem;border:2px solid transparent;border-radius:6px;background:var(--accent);color:var(--accent-ink);cursor:pointer}
button:hover{text-decoration:underline}
.notice{padding:.625rem 1rem;border-radius:0 4px 4px 0}
.lead .notice{color:var(--notice-ink)}
.chat{display:none}
.running .chat{display:flex;flex:1;flex-direction:column;gap:.625rem;min-height:24rem}
.chat #again{align-self:flex-start}
#webchat{flex:1;min-height:0;background:var(--paper);border:1px solid var(--line);border-radius:8px;overflow:hidden}
#webchat:empty{visibility:hidden}
.running{height:100vh;height:100dvh;min-height:36rem}
.running main{max-width:72rem;min-height:0;padding:1rem 1.25rem 1.25rem;gap:1rem}
.running .lead{gap:.5rem;padding:0;background:none;border:0}
.running #start{display:none}
.running .lead h1{font-size:1.25rem}
.running .lead p{font-size:.9375rem}
@media (min-width:60rem){
.running main{flex-direction:row;gap:2rem;padding-top:1.5rem}
.running .lead{flex:0 0 18rem;padding-top:.25rem}
.running .chat{min-height:0}
}
@media (max-width:59.99rem){
.running .lead{display:none}
.running main{padding:.5rem}
}
@media (max-width:30rem){
header,.lines,.demonstration{padding-left:.875rem;padding-right:.875rem}
header{column-gap:.5rem}
main{padding:.75rem .5rem}
.lead{padding:1.25rem 1rem}
nav a{padding-left:.375rem;padding-right:.375rem;font-size:.9375rem}
.lines{font-size:.875rem;padding-top:.375rem;padding-bottom:.375rem}
.running .demonstration{font-size:.8125rem;line-height:1.35;padding-top:.375rem;padding-bottom:.375rem}
}
@media (max-height:32rem){.lines{position:static}}
@media (forced-colors:active){nav a[aria-current]{border-bottom-color:Highlight}button{border-color:ButtonText}}
#webchat .ac-pushButton{background:var(--paper);color:var(--accent);border:1.5px solid var(--accent);border-radius:6px;min-height:44px;font-weight:600;font-size:1rem;white-space:normal;cursor:pointer}
#webchat .ac-actionSet{display:flex!important;flex-flow:row wrap!important;gap:8px}
#webchat .ac-actionSet>div:empty{display:none}
#webchat .ac-actionSet>.ac-pushButton{flex:1 1 auto!important;width:auto}
#webchat .ac-actionSet>.style-positive{flex-basis:100%!important}
#webchat .ac-pushButton,#webchat .ac-pushButton *{white-space:normal!important;overflow:visible!important}
#webchat .ac-pushButton:hover{text-decoration:underline}
#webchat .ac-pushButton.style-positive,#webchat .ac-pushButton[aria-pressed="true"]{background:var(--accent);color:var(--accent-ink);border-color:var(--accent)}
#webchat .ac-pushButton.style-destructive{background:var(--paper);color:var(--urgent);border-color:var(--urgent)}
#webchat .ac-pushButton:focus-visible,#webchat .ac-input:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
#webchat .ac-input:is(input:not([type=checkbox]):not([type=radio]),textarea,select){width:100%;min-height:44px;padding:.5rem .625rem;font:inherit;font-size:1rem;color:var(--ink);background:var(--paper);border:1px solid var(--soft);border-radius:4px}
#webchat textarea.ac-input:not(#a){min-height:6.5rem}
#webchat .ac-fact-title{word-break:normal;overflow-wrap:break-word}
#webchat .ac-input::placeholder{color:var(--soft);opacity:1}
#webchat .ac-multichoiceInput,#webchat .ac-input.ac-choiceSetInput-expanded,#webchat .ac-choiceSetInput-expanded{padding:0}
#webchat .ac-choiceSetInput-expanded>*,#webchat .ac-choiceSetInput-multiSelect>*{min-height:2.25rem}
#webchat input[type=checkbox],#webchat input[type=radio]{width:1.25rem;height:1.25rem;accent-color:var(--accent)}
#webchat .ac-input.ac-input-validation-failed{border:2px solid var(--urgent)}
@media (prefers-reduced-motion:reduce){*{animation:none!important;transition:none!important;scroll-behavior:auto!important}}
`;
