@echo off
rem Starts dualdraw with the node.exe that is laid beside this file, else with the node of the system.
setlocal
chcp 65001 > nul
set "DUALDRAW_NODE=node"
if exist "%~dp0node.exe" set "DUALDRAW_NODE=%~dp0node.exe"
"%DUALDRAW_NODE%" "%~dp0bin\dualdraw.js" %*
exit /b %errorlevel%
